/**
 * The client behind bin/posthouse. It knows how to start and stop a server; every other command it hands to the running server over
 * the Unix-domain socket run/admin.sock of its home, and shows what comes back.
 *
 * <p>The client sends one frame, a length of four octets in network order and that many of UTF-8 text, the lines
 * {@code arg:<base64 of UTF-8>} for each argument in order, {@code tty:}, {@code columns:}, {@code color:}, {@code stdin:}, {@code progress:}, and in base64
 * {@code folder:} and {@code user:}. The server
 * answers with frames of one octet kind, four octets length, payload: 1 standard output, 2 standard error, 3 exit status in decimal,
 * after which it closes, 4 the server wants standard input. After a 4 without payload the client sends standard input as frames of
 * four octets length and data until one of length 0, the end. A 4 with payload asks a person at the terminal for one line without
 * echo; the payload is the prompt, and one that begins with an octet 1 has the line shown while it is typed. The answer is one frame with the line, or one of length 0 if there is no terminal.
 *
 * <p>Before Java 19 a stream of a socket channel cannot be written while another thread waits in reading it; write to the channel.
 */
package org.posthouse.cli;
