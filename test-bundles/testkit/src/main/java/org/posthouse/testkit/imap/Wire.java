package org.posthouse.testkit.imap;

import java.io.IOException;

/** A client's end of a connection. */
public interface Wire {
    /** Sends this, an octet a character, line ends and all. */
    void send(String octets) throws IOException;

    /** The next response, an octet a character, with its literals and its line end; waits for it. */
    String response() throws IOException;
}
