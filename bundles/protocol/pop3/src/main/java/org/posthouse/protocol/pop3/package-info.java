/** POP3, RFC 1939: reading mail and taking it away. */
package org.posthouse.protocol.pop3;
