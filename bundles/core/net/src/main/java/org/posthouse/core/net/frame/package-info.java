/** From octets as they come to the frames that conversations want. */
package org.posthouse.core.net.frame;
