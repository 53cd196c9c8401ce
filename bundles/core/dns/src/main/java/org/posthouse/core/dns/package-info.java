/**
 * DNS, asked over sockets of our own in the caller's thread: of dnsjava the records and their wire form are used, not its
 * clients, whose threads outlive a bundle.
 */
package org.posthouse.core.dns;
