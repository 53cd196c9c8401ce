package org.posthouse.core.dns;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import org.posthouse.core.dns.Exchange.Deadline;

/** What comes over a socket until a deadline, however it drips. */
final class Patient extends FilterInputStream {
    private final Socket socket;
    private final Deadline deadline;

    Patient(Socket socket, Deadline deadline) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        socket.setSoTimeout(deadline.millis());
        return super.read();
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        socket.setSoTimeout(deadline.millis());
        return super.read(octets, offset, length);
    }
}
