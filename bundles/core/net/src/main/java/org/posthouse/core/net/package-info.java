/** Listeners, TLS, connections and their conversations. The only one who knows Netty. */
package org.posthouse.core.net;
