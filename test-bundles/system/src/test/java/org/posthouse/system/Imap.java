package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small IMAP client: commands as they are typed, answers as octets. */
final class Imap implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}\r\n\\z");
    private static final int PATIENCE_MILLIS = 180_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int tags;

    Imap(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    Imap(InetAddress address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
        response();
    }

    /** An answer: untagged responses, each with its literals in it, and the tagged line. */
    record Answer(List<String> untagged, String tagged) {
        boolean ok() {
            return tagged.startsWith("OK");
        }
    }

    Answer ask(String command) throws IOException {
        String tag = "a" + ++tags;
        send(tag + " " + command + "\r\n");
        return answer(tag);
    }

    Answer ok(String command) throws IOException {
        Answer answer = ask(command);
        if (!answer.ok()) {
            throw new IOException(command + " was answered " + answer.tagged());
        }
        return answer;
    }

    Answer append(String mailbox, byte[] message) throws IOException {
        String tag = "a" + ++tags;
        send(tag + " APPEND " + mailbox + " {" + message.length + "}\r\n");
        String more = response();
        if (!more.startsWith("+")) {
            return new Answer(List.of(), more.substring(tag.length() + 1));
        }
        out.write(message);
        send("\r\n");
        return answer(tag);
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private Answer answer(String tag) throws IOException {
        List<String> untagged = new ArrayList<>();
        while (true) {
            String response = response();
            if (response.startsWith(tag + " ")) {
                return new Answer(untagged, response.substring(tag.length() + 1).strip());
            }
            untagged.add(response);
        }
    }

    /** One response with its literals, an octet a character. */
    String response() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (true) {
            line(octets);
            byte[] so = octets.toByteArray();
            String tail =
                    new String(so, Math.max(0, so.length - 24), Math.min(24, so.length), StandardCharsets.ISO_8859_1);
            Matcher literal = LITERAL.matcher(tail);
            if (!literal.find()) {
                return octets.toString(StandardCharsets.ISO_8859_1);
            }
            int length = Integer.parseInt(literal.group(1));
            byte[] content = in.readNBytes(length);
            if (content.length < length) {
                throw new EOFException("closed within a literal");
            }
            octets.write(content);
        }
    }

    private void line(ByteArrayOutputStream octets) throws IOException {
        int octet;
        do {
            octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed");
            }
            octets.write(octet);
        } while (octet != '\n');
    }

    /** How many messages a mailbox has. */
    int count(String mailbox) throws IOException {
        Matcher matcher = Pattern.compile("MESSAGES (\\d+)")
                .matcher(String.join("", ok("STATUS " + mailbox + " (MESSAGES)").untagged()));
        if (!matcher.find()) {
            throw new IOException("no STATUS for " + mailbox);
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
