package org.posthouse.core.net.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever comes, and however it is cut, the frames are the same; and text ends where RFC 5321 §4.5.2 says, and nowhere else. */
class FramerFuzzTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<Want> WANTS = List.of(
            new Want.Line(20, PATIENCE),
            new Want.DotText(60, PATIENCE),
            new Want.Bytes(7, PATIENCE),
            new Want.LineOrWake(40, PATIENCE));
    private static final String END = "\r\n.\r\n";

    @TempDir
    Path folder;

    private SpoolRoom room;
    private final Fuzz octets = Fuzz.of(List.of(
                    "EHLO x\r\n..a\r\n.b\r\nc\r\n.\r\n1234567NOOP\r\nend\r\n.\r\nabcdefg",
                    "a line that is too long for it\r\nlong text ".repeat(5) + END,
                    "text\n.\r\nmore\r\n.\nmore\r\r\n.\r\r\nend" + END))
            .words(".\r\n", "\r\n.", END, "\n.\n", "\r.\r", "\r", "\n", "..", "\0");

    @BeforeEach
    void room() throws IOException {
        room = new SpoolRoom(Files.createDirectories(folder.resolve("spool")), () -> 1 << 20);
    }

    @Test
    void s01FramesAreTheSameWhereverTheInputIsCut() {
        octets.feed(input -> {
            List<String> whole = frames(input, input.length);
            assertThat(frames(input, 1)).isEqualTo(whole);
            assertThat(frames(input, 9)).isEqualTo(whole);
            assertThat(room.reserved()).isZero();
        });
    }

    /** Serves the wishes in turn from octets that come in pieces of so many at most. */
    private List<String> frames(byte[] input, int most) {
        Framer framer = new Framer(room);
        Random random = new Random(Arrays.hashCode(input));
        List<String> said = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        framer.want(WANTS.get(0));
        for (int from = 0; from < input.length; ) {
            int end = Math.min(input.length, from + (most <= 1 ? 1 : 1 + random.nextInt(most)));
            in.writeBytes(input, from, end - from);
            from = end;
            for (Optional<Input> next = framer.next(in, true); next.isPresent(); next = framer.next(in, true)) {
                said.add(said(next.get()));
                framer.want(WANTS.get(said.size() % WANTS.size()));
            }
        }
        framer.drop();
        return said;
    }

    private static String said(Input input) {
        if (input instanceof Input.Line line) {
            return "line " + new String(line.octets(), ISO_8859_1) + " " + line.crlf();
        } else if (input instanceof Input.Text text) {
            return "text " + read(text.content()) + " " + text.clean() + " " + text.longestLine();
        } else if (input instanceof Input.Data data) {
            return "data " + read(data.content());
        }
        return input.toString();
    }

    private static String read(Content content) {
        try (content) {
            return new String(content.bytes(0, (int) content.size()), ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void s01TextEndsWhereItsEndIsAndNowhereElse() {
        octets.feed(input -> {
            Framer framer = new Framer(room);
            framer.want(new Want.DotText(1 << 20, PATIENCE));
            Optional<Input> found = framer.next(Unpooled.wrappedBuffer(input), true);
            // The text begins at the beginning of a line.
            String lines = "\r\n" + new String(input, ISO_8859_1);
            int end = lines.indexOf(END);
            assertThat(found.isPresent()).isEqualTo(end >= 0);
            if (found.isPresent()) {
                Input.Text text = (Input.Text) found.get();
                String body = lines.substring(0, end + 2);
                assertThat(read(text.content()))
                        .isEqualTo(body.replace("\r\n.", "\r\n").substring(2));
                assertThat(text.clean()).isEqualTo(clean(body));
            }
            framer.drop();
        });
    }

    /** Neither CR nor LF alone, and no NUL. */
    private static boolean clean(String body) {
        String rest = body.replace("\r\n", "");
        return rest.indexOf('\r') < 0 && rest.indexOf('\n') < 0 && rest.indexOf('\0') < 0;
    }
}
