package org.posthouse.bench.client;

import java.io.Closeable;
import java.io.IOException;

/** Sends mail by SMTP or LMTP on one connection. */
public final class SmtpClient implements Closeable {
    private final LineSocket socket;

    /** Connects and says hello. */
    public SmtpClient(int port, boolean lmtp) throws IOException {
        socket = new LineSocket(port);
        try {
            expect('2');
            say(lmtp ? "LHLO bench.test" : "EHLO bench.test", '2');
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends one message, which has no line that begins with a dot; nanoseconds from its last octet to the reply. */
    public long send(String sender, String recipient, byte[] message) throws IOException {
        say("MAIL FROM:<" + sender + ">", '2');
        say("RCPT TO:<" + recipient + ">", '2');
        say("DATA", '3');
        socket.send(message);
        socket.send(".\r\n");
        long sent = System.nanoTime();
        expect('2');
        return System.nanoTime() - sent;
    }

    public void quit() throws IOException {
        say("QUIT", '2');
    }

    private void say(String command, char wanted) throws IOException {
        socket.send(command + "\r\n");
        expect(wanted);
    }

    private void expect(char wanted) throws IOException {
        do {
            socket.next(false);
        } while (socket.at(3) == '-');
        if (socket.at(0) != wanted) {
            throw new IOException("not expected: " + socket.text());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
