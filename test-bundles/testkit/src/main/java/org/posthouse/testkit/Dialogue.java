package org.posthouse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dialogue between client and server, read from a file and played against a handler in memory. Everything the server says must
 * be in the file. A line is one of
 * <pre>
 * # remark
 * ! words            something happens around them: {@link Scene#act}
 * from: IP           before anything else: the client's address;  name: HOST  its confirmed name
 * tls                a handshake: the one the server waits for, or, first of all, implicit TLS
 * deflate            compression begins, which the server waits for
 * no deflate         before anything else: compression is not offered
 * C: text            the client says the text and CRLF
 * raw: octets        the client sends these octets and no more; escapes \r \n \t \0 \\ \xHH \k(count,octets)
 * pipeline … end     what the client says between goes out in one piece
 * S: pattern         the server's next line; * is any run of characters, \* (and a first "* ") a star
 * until: pattern     lines of the server up to one that fits
 * nothing            the server has no more to say now
 * patience: PT5M     how long the server will wait now
 * timeout            it has waited so long
 * wake               the bell rings
 * stall | drain      the client stops reading | reads on
 * full               no room for the next content
 * ending: reason     the server is to end the connection at once
 * leaving: reason    the server goes down: the connection is to end when nothing is under way
 * swap               another version of the handler takes over at this very point
 * closed             the server has closed the connection
 * disconnect         the client is gone
 * </pre>
 */
public record Dialogue(String name, List<Line> lines) {
    /** A line that is no remark: its number, its first word and the rest. */
    public record Line(int number, String verb, String rest) {}

    public Dialogue {
        lines = List.copyOf(lines);
    }

    public static Dialogue read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
    }

    public static Dialogue parse(String name, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(parse(number, line));
            }
        }
        return new Dialogue(name, lines);
    }

    private static Line parse(int number, String line) {
        int end = line.startsWith("!") ? 1 : line.indexOf(':') + 1;
        if (end == 0) {
            return new Line(number, line.strip(), "");
        }
        String rest = line.substring(end);
        return new Line(number, line.substring(0, end), rest.startsWith(" ") ? rest.substring(1) : rest);
    }

    /** Plays it as it is written. */
    public void play(Scene scene) {
        new Play(scene, false).all();
    }

    /** Plays it with a hand-over before each and every input, which nobody must notice. */
    public void playSwapping(Scene scene) {
        new Play(scene, true).all();
    }

    /** One performance. */
    private final class Play {
        private final Scene scene;
        private final boolean swapping;
        private final FakeClient client;
        private Optional<MemoryConnection> opened = Optional.empty();
        private Optional<ByteArrayOutputStream> pipeline = Optional.empty();

        Play(Scene scene, boolean swapping) {
            this.scene = scene;
            this.swapping = swapping;
            this.client = scene.client();
        }

        void all() {
            for (Line line : lines) {
                try {
                    before(line);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            name + ":" + line.number() + ": " + line.verb() + " " + line.rest() + "\n" + e.getMessage(),
                            e);
                }
            }
            String rest = new String(connection().rest(), StandardCharsets.UTF_8);
            if (!rest.isEmpty()) {
                throw new AssertionError(name + ": at the end the server also said\n" + rest);
            }
            connection().disconnect();
        }

        private MemoryConnection connection() {
            return opened.orElseGet(() -> {
                MemoryConnection connection = new MemoryConnection(client, scene::handler);
                opened = Optional.of(swapping ? connection.swappingAlways() : connection);
                return connection.open();
            });
        }

        private void before(Line line) {
            if (opened.isEmpty()) {
                switch (line.verb()) {
                    case "from:" -> client.from(line.rest());
                    case "name:" -> client.name(line.rest());
                    case "tls" -> client.tls(new FakeTls());
                    case "no deflate" -> client.noCompression();
                    case "!" -> scene.act(line.rest());
                    default -> perform(line, connection());
                }
            } else {
                perform(line, connection());
            }
        }

        private void perform(Line line, MemoryConnection connection) {
            switch (line.verb()) {
                case "C:" -> say((line.rest() + "\r\n").getBytes(StandardCharsets.UTF_8));
                case "raw:" -> say(Octets.of(line.rest()));
                case "pipeline" -> pipeline = Optional.of(new ByteArrayOutputStream());
                case "end" -> {
                    byte[] block = pipeline.orElseThrow().toByteArray();
                    pipeline = Optional.empty();
                    say(block);
                }
                case "S:" -> hear(line.rest());
                case "until:" -> hearUntil(line.rest());
                case "!" -> scene.act(line.rest());
                default -> happen(line, connection);
            }
        }

        private void happen(Line line, MemoryConnection connection) {
            switch (line.verb()) {
                case "nothing" -> quiet();
                case "patience:" -> Patience.check(line.rest(), connection.want());
                case "tls" -> connection.secure();
                case "deflate" -> connection.compress();
                case "timeout" -> connection.timeOut();
                case "wake" -> connection.wake();
                case "stall" -> connection.stall();
                case "drain" -> connection.drain();
                case "full" -> connection.full();
                case "ending:" -> connection.ending(line.rest());
                case "leaving:" -> connection.leaving(line.rest());
                case "swap" -> connection.swap();
                case "closed" -> require(connection.closed(), "the connection is open");
                case "disconnect" -> connection.disconnect();
                default -> throw new AssertionError("dialogues do not know this line");
            }
        }

        private void say(byte[] octets) {
            if (pipeline.isPresent()) {
                pipeline.get().writeBytes(octets);
            } else {
                quiet();
                connection().send(octets);
            }
        }

        private void quiet() {
            if (connection().unread()) {
                throw new AssertionError("but the server has also said\n"
                        + new String(connection().rest(), StandardCharsets.UTF_8));
            }
        }

        private void hear(String pattern) {
            String said = connection().nextLine().orElseThrow(() -> new AssertionError("but the server says nothing"));
            require(new Wildcard(pattern).matches(said), "but the server says\n" + said);
        }

        private void hearUntil(String pattern) {
            Wildcard wanted = new Wildcard(pattern);
            String said;
            do {
                said = connection().nextLine().orElseThrow(() -> new AssertionError("but the server never says so"));
            } while (!wanted.matches(said));
        }

        private void require(boolean claim, String otherwise) {
            if (!claim) {
                throw new AssertionError(otherwise);
            }
        }
    }
}
