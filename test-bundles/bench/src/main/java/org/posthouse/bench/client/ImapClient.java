package org.posthouse.bench.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads and stores mail by IMAP on one connection. */
public final class ImapClient implements Closeable {
    private static final byte[] CONTINUE = {'+'};

    private final LineSocket socket;
    private int commands;
    private int untagged;
    private String last = "";

    /** Connects and logs in. */
    public ImapClient(int port, String user, String password) throws IOException {
        socket = new LineSocket(port);
        try {
            socket.next(false);
            command("LOGIN " + user + " " + password);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Gives a command, which must succeed; the number of untagged responses to it. */
    public int command(String text) throws IOException {
        begin(text);
        socket.send("\r\n");
        return finish(text);
    }

    private void begin(String text) throws IOException {
        commands++;
        socket.send("t" + commands + " " + text);
    }

    private int finish(String text) throws IOException {
        byte[] tag = ("t" + commands + " ").getBytes(StandardCharsets.US_ASCII);
        untagged = 0;
        for (socket.next(true); !socket.startsWith(tag); socket.next(true)) {
            untagged++;
            if (untagged == 1) {
                last = socket.text();
            }
        }
        if (!socket.startsWith(("t" + commands + " OK").getBytes(StandardCharsets.US_ASCII))) {
            throw new IOException(text + " was answered by " + socket.text());
        }
        return untagged;
    }

    /** Whether the server says that it can do this. */
    public boolean can(String capability) throws IOException {
        command("CAPABILITY");
        return List.of(last.toUpperCase(Locale.ROOT).split(" ")).contains(capability);
    }

    /** Messages in a mailbox. */
    public int messages(String mailbox) throws IOException {
        command("STATUS " + mailbox + " (MESSAGES)");
        String words = last.substring(last.indexOf("MESSAGES ") + "MESSAGES ".length());
        return Integer.parseInt(words.replaceAll("\\D.*", ""));
    }

    /** APPEND as most clients do it: waits to be asked for the literal. */
    public void append(String mailbox, byte[] message) throws IOException {
        begin("APPEND " + mailbox + " {" + message.length + "}\r\n");
        awaitContinuation();
        socket.send(message);
        socket.send("\r\n");
        finish("APPEND");
    }

    /** Several messages by one command, RFC 3502, none of which waits (RFC 7888). */
    public void appendAll(String mailbox, List<byte[]> messages) throws IOException {
        begin("APPEND " + mailbox);
        for (byte[] each : messages) {
            socket.send(" {" + each.length + "+}\r\n");
            socket.send(each);
        }
        socket.send("\r\n");
        finish("APPEND");
    }

    /** Begins to IDLE, RFC 2177, and leaves it at that. */
    public void idle() throws IOException {
        begin("IDLE\r\n");
        awaitContinuation();
    }

    private void awaitContinuation() throws IOException {
        for (socket.next(true); !socket.startsWith(CONTINUE); socket.next(true)) {
            if (socket.at(0) == 't') {
                throw new IOException("refused: " + socket.text());
            }
        }
    }

    /** Octets that have come so far. */
    public long received() {
        return socket.received();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
