/** The server's certificate, and password hashes. The only one who knows Bouncy Castle, whose classes are loaded when they are needed. */
package org.posthouse.core.crypto;
