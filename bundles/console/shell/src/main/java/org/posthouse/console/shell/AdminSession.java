package org.posthouse.console.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command given at the administration socket. */
final class AdminSession implements Terminal {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSession.class);
    private static final int NARROWEST = 40;
    private static final int DEFAULT_COLUMNS = 80;
    /** Before a prompt: what is typed is no secret. */
    private static final String SHOWN = "\u0001";

    private final Frames frames;
    private final Commands commands;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> facts = new HashMap<>();

    AdminSession(SocketChannel channel, Commands commands) {
        this.frames = new Frames(channel);
        this.commands = commands;
    }

    void run() throws IOException {
        int status;
        try {
            readRequest();
            status = commands.run(words, this);
        } catch (IllegalArgumentException e) {
            error("posthouse: the request is not understood; are client and server of the same version?\n");
            status = Commands.WRONG_USAGE;
        } catch (RuntimeException e) {
            LOG.error("the command '{}' failed", words.isEmpty() ? "" : words.get(0), e);
            error("posthouse: the command failed inside the server; log/posthouse.log says more\n");
            status = Commands.REFUSED;
        }
        byte[] exit = Integer.toString(status).getBytes(StandardCharsets.US_ASCII);
        frames.write(Frames.EXIT, exit, 0, exit.length);
    }

    private void readRequest() throws IOException {
        String request = new String(frames.read(), StandardCharsets.UTF_8);
        for (String line : request.split("\n")) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = line.substring(colon + 1);
            if (name.equals("arg")) {
                words.add(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
            } else {
                facts.put(name, value);
            }
        }
    }

    @Override
    public int columns() {
        try {
            int columns = Integer.parseInt(facts.getOrDefault("columns", ""));
            return columns == 0 ? Integer.MAX_VALUE : Math.max(NARROWEST, columns);
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    @Override
    public boolean interactive() {
        return "true".equals(facts.get("tty"));
    }

    @Override
    public boolean showsProgress() {
        return "true".equals(facts.get("progress"));
    }

    @Override
    public boolean colours() {
        return "true".equals(facts.get("color"));
    }

    @Override
    public boolean waits() {
        return looksOn();
    }

    @Override
    public String user() {
        return decoded("user");
    }

    @Override
    public boolean looksOn() {
        try {
            frames.write(Frames.STANDARD_OUTPUT, new byte[0], 0, 0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Path folder() {
        return Path.of(decoded("folder"));
    }

    private String decoded(String fact) {
        return new String(Base64.getDecoder().decode(facts.getOrDefault(fact, "")), StandardCharsets.UTF_8);
    }

    @Override
    public OutputStream output() {
        return new Stream(Frames.STANDARD_OUTPUT);
    }

    @Override
    public OutputStream errors() {
        return new Stream(Frames.STANDARD_ERROR);
    }

    @Override
    public InputStream input() throws IOException {
        frames.write(Frames.WANT_INPUT, new byte[0], 0, 0);
        return new Typed();
    }

    @Override
    public char[] secret(String prompt) throws IOException {
        byte[] asked = Harmless.line(prompt).getBytes(StandardCharsets.UTF_8);
        frames.write(Frames.WANT_INPUT, asked, 0, asked.length);
        byte[] answer = prompt.isEmpty() ? firstLine() : frames.read();
        char[] secret = StandardCharsets.UTF_8
                .decode(java.nio.ByteBuffer.wrap(answer))
                .toString()
                .toCharArray();
        java.util.Arrays.fill(answer, (byte) 0);
        return secret;
    }

    /** By the client, which shows what is typed: its standard input is not read away. */
    @Override
    public String line(String prompt) throws IOException {
        byte[] asked = (SHOWN + Harmless.line(prompt)).getBytes(StandardCharsets.UTF_8);
        frames.write(Frames.WANT_INPUT, asked, 0, asked.length);
        return new String(frames.read(), StandardCharsets.UTF_8);
    }

    private byte[] firstLine() throws IOException {
        byte[] all = new Typed().readNBytes(64 * 1024);
        int end = 0;
        while (end < all.length && all[end] != '\n' && all[end] != '\r') {
            end++;
        }
        byte[] line = java.util.Arrays.copyOf(all, end);
        java.util.Arrays.fill(all, (byte) 0);
        return line;
    }

    /** What is written goes to the caller's standard output or error. */
    private final class Stream extends OutputStream {
        private final int kind;

        private Stream(int kind) {
            this.kind = kind;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (length > 0) {
                frames.write(kind, octets, offset, length);
            }
        }
    }

    /** The caller's standard input, frame by frame; an empty one is its end. */
    private final class Typed extends InputStream {
        private byte[] piece = {};
        private int at;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at == piece.length && !ended) {
                piece = frames.read();
                at = 0;
                ended = piece.length == 0;
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, target, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return piece.length - at;
        }
    }
}
