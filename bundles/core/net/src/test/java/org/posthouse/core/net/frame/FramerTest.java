package org.posthouse.core.net.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.Content;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

class FramerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private SpoolRoom room;

    @BeforeEach
    void open() throws IOException {
        room = new SpoolRoom(folder.resolve("content"), () -> 1 << 20);
        room.empty();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(octets(text));
    }

    private static Want line(int max) {
        return new Want.Line(max, PATIENCE);
    }

    private static Want text(long max) {
        return new Want.DotText(max, PATIENCE);
    }

    /** The input as text, closed. */
    private static String said(Input input) {
        if (input instanceof Input.Line line) {
            return "line " + new String(line.octets(), StandardCharsets.ISO_8859_1) + " " + line.crlf();
        } else if (input instanceof Input.Text text) {
            return "text " + read(text.content()) + " " + text.clean() + " " + text.eightBit() + " "
                    + text.longestLine();
        } else if (input instanceof Input.Data data) {
            return "data " + read(data.content());
        }
        return input.toString();
    }

    private static String read(Content content) {
        try (content) {
            return new String(content.bytes(0, (int) content.size()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Serves the wishes one after the other from the octets, cut at these places. */
    private List<String> frames(byte[] octets, List<Integer> cuts, Want... wants) {
        Framer framer = new Framer(room);
        List<String> said = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        int from = 0;
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(octets.length);
        framer.want(wants[0]);
        for (int end : ends) {
            in.writeBytes(octets, from, end - from);
            from = end;
            for (Optional<Input> input = framer.next(in, true); input.isPresent(); input = framer.next(in, true)) {
                said.add(said(input.get()));
                if (said.size() == wants.length) {
                    framer.want(new Want.Close());
                    break;
                }
                framer.want(wants[said.size()]);
            }
        }
        said.add("left " + in.readableBytes());
        framer.drop();
        return said;
    }

    private Optional<Input> text(String dialogue) {
        Framer framer = new Framer(room);
        framer.want(text(1000));
        return framer.next(buffer(dialogue), true);
    }

    @Test
    void framesAreTheSameWhereverTheInputIsCut() {
        byte[] octets =
                octets("EHLO x\r\nbare\nDATA\r\n..a\r\n.b\r\r\nc\r\n.\r\nQ\0\r\nxyz\r\nlong line here\r\nend\r\n.\r\n");
        Want[] wants = {
            line(50), line(50), line(50), text(100), line(50), new Want.Bytes(5, PATIENCE), line(10), line(50), text(10)
        };
        List<String> whole = frames(octets, List.of(), wants);
        assertThat(whole)
                .containsExactly(
                        "line EHLO x true",
                        "line bare false",
                        "line DATA true",
                        "text .a\r\nb\r\r\nc\r\n false false 2",
                        "line Q\0 false",
                        "data xyz\r\n",
                        "TooLong[ended=true]",
                        "line end true",
                        "text  true false 0",
                        "left 0");
        for (int first = 0; first <= octets.length; first++) {
            for (int second = first; second <= octets.length; second++) {
                assertThat(frames(octets, List.of(first, second), wants)).isEqualTo(whole);
            }
        }
        assertThat(room.reserved()).isZero();
    }

    @Test
    void octetByOctetIsTheSameToo() {
        byte[] octets = octets("a\r\n..\r\n.\r\n");
        List<Integer> each = new ArrayList<>();
        for (int i = 1; i < octets.length; i++) {
            each.add(i);
        }
        assertThat(frames(octets, each, line(10), text(10)))
                .containsExactly("line a true", "text .\r\n true false 1", "left 0");
    }

    /** CVE-2023-51764 and its kin: nothing but CRLF.CRLF ends the text, and what looks like it is told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\n.\r",
                "\r.\n",
                "\r.\r\n",
                "\r\n.\r\r\n",
                "\r\r\n.\r\r\n",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
                "\r\n.\r",
                "\r\n..\r.\r\n",
                "\n\n.\r\n",
                "\r\n.\r\0\n",
            })
    void noOtherEndOfDataEndsTheText(String end) {
        assertThat(text("a" + end + "MAIL FROM:<x@y>\r\n")).isEmpty();
        Input.Text text = (Input.Text)
                text("a" + end + "MAIL FROM:<x@y>\r\n.\r\nNOOP\r\n").orElseThrow();
        assertThat(text.clean()).isFalse();
        assertThat(read(text.content())).startsWith("a").endsWith("MAIL FROM:<x@y>\r\n");
    }

    @Test
    void crBeforeTheRealEndIsToldAsUnclean() {
        // CR CR LF . CR LF does end it, for CRLF.CRLF is in it.
        assertThat(said(text("a\r\r\n.\r\n").orElseThrow())).isEqualTo("text a\r\r\n false false 2");
    }

    @Test
    void findingsAreTold() {
        assertThat(said(text("ab\r\n\u00fcbcd\r\n\r\n.\r\n").orElseThrow()))
                .isEqualTo("text ab\r\n\u00fcbcd\r\n\r\n true true 4");
    }

    @Test
    void dotsAreUnstuffed() {
        assertThat(said(text("..\r\n...\r\n.x\r\nx.\r\n.\r\n").orElseThrow()))
                .isEqualTo("text .\r\n..\r\nx\r\nx.\r\n true false 2");
    }

    @Test
    void textBeyondTheMaximumIsDroppedUpToItsEnd() {
        byte[] octets = octets("x".repeat(100) + "\r\n".repeat(100_000) + "\r\n.\r\nnext\r\n");
        assertThat(frames(octets, List.of(), text(100), line(10)))
                .containsExactly("TooLong[ended=true]", "line next true", "left 0");
        assertThat(room.reserved()).isZero();
    }

    @Test
    void anOverLongLineIsDroppedUpToItsEnd() {
        byte[] octets = octets("x".repeat(60_000) + "\r\nnext\r\n");
        assertThat(frames(octets, List.of(10, 11, 12, 5_000), line(10), line(10)))
                .containsExactly("TooLong[ended=true]", "line next true", "left 0");
    }

    @Test
    void anEndlessLineIsGivenUp() {
        Framer framer = new Framer(room);
        framer.want(line(100));
        ByteBuf in = Unpooled.buffer();
        byte[] piece = octets("x".repeat(1_000));
        int sent = 0;
        Optional<Input> input = Optional.empty();
        while (input.isEmpty() && sent < 1_000_000) {
            in.discardReadBytes().writeBytes(piece);
            sent += piece.length;
            input = framer.next(in, false);
        }
        assertThat(input).contains(new Input.TooLong(false));
        assertThat(sent).isLessThan(70_000);
        assertThat(in.readableBytes()).isZero();
    }

    @Test
    void aLineOfExactlyTheMaximumIsNotTooLong() {
        assertThat(frames(octets("12345678\r\n"), List.of(), line(10))).containsExactly("line 12345678 true", "left 0");
        assertThat(frames(octets("123456789\r\n"), List.of(), line(10)))
                .containsExactly("TooLong[ended=true]", "left 0");
    }

    @Test
    void noOctetsAreThereAtOnce() {
        assertThat(frames(octets(""), List.of(), new Want.Bytes(0, PATIENCE))).containsExactly("data ", "left 0");
    }

    @Test
    void largeContentNeedsLeaveToBlockAndGoesToAFileThatGoesWithIt() throws IOException {
        byte[] octets = new byte[300_000];
        new Random(7).nextBytes(octets);
        Framer framer = new Framer(room);
        framer.want(new Want.Bytes(octets.length, PATIENCE));
        ByteBuf in = Unpooled.copiedBuffer(octets);
        assertThat(framer.next(in, false)).isEmpty();
        assertThat(framer.stuck(in)).isTrue();
        assertThat(framer.taken()).isLessThanOrEqualTo(65_536);
        Input.Data data = (Input.Data) framer.next(in, true).orElseThrow();
        assertThat(room.reserved()).isZero();
        assertThat(data.content().bytes(0, octets.length)).isEqualTo(octets);
        assertThat(data.content().open().readAllBytes()).isEqualTo(octets);
        try (var files = Files.list(folder.resolve("content"))) {
            assertThat(files).hasSize(1);
        }
        data.content().close();
        assertThat(folder.resolve("content")).isEmptyDirectory();
    }

    @Test
    void anInterruptedReaderDoesNotTakeTheContentFromOthers() throws IOException {
        Framer framer = new Framer(room);
        framer.want(new Want.Bytes(100_000, PATIENCE));
        Content content = ((Input.Data) framer.next(Unpooled.wrappedBuffer(new byte[100_000]), true)
                        .orElseThrow())
                .content();
        Thread.currentThread().interrupt();
        try {
            content.bytes(0, 100_000);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(java.nio.channels.ClosedByInterruptException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(content.bytes(0, 100_000)).hasSize(100_000);
        content.close();
    }

    @Test
    void whatTheBudgetCannotHoldGoesToAFile() {
        SpoolRoom small = new SpoolRoom(folder.resolve("content"), () -> 1_500);
        Framer first = new Framer(small);
        first.want(text(10_000));
        Input.Text inMemory = (Input.Text)
                first.next(buffer("x".repeat(1_000) + "\r\n.\r\n"), true).orElseThrow();
        Framer second = new Framer(small);
        second.want(text(10_000));
        ByteBuf in = buffer("y".repeat(1_000) + "\r\n.\r\n");
        assertThat(second.next(in, false)).isEmpty();
        assertThat(second.stuck(in)).isTrue();
        Input.Text inFile = (Input.Text) second.next(in, true).orElseThrow();
        assertThat(inFile.content()).isInstanceOf(FileContent.class);
        assertThat(read(inFile.content())).isEqualTo("y".repeat(1_000) + "\r\n");
        inMemory.content().close();
        inMemory.content().close();
        assertThat(small.reserved()).isZero();
    }

    @Test
    void withoutRoomOnDiskTheContentIsReadToItsEndAndDropped() {
        SpoolRoom none = new SpoolRoom(folder.resolve("no/such/folder"), () -> 1 << 20);
        Framer framer = new Framer(none);
        framer.want(text(1 << 20));
        ByteBuf in = buffer("x".repeat(100_000) + "\r\n.\r\nNOOP\r\n");
        assertThat(framer.next(in, true)).contains(new Input.NoRoom());
        framer.want(line(10));
        assertThat(said(framer.next(in, true).orElseThrow())).isEqualTo("line NOOP true");
        assertThat(none.reserved()).isZero();
    }

    @Test
    void theSameWishAgainKeepsWhatHasCome() {
        Framer framer = new Framer(room);
        framer.want(text(100));
        assertThat(framer.next(buffer("abc"), true)).isEmpty();
        framer.want(text(200));
        assertThat(said(framer.next(buffer("def\r\n.\r\n"), true).orElseThrow()))
                .isEqualTo("text abcdef\r\n true false 6");
    }

    @Test
    void anotherWishDropsWhatHasCome() {
        Framer framer = new Framer(room);
        framer.want(text(100));
        assertThat(framer.next(buffer("abc"), true)).isEmpty();
        framer.want(line(10));
        assertThat(room.reserved()).isZero();
        assertThat(said(framer.next(buffer("NOOP\r\n"), true).orElseThrow())).isEqualTo("line NOOP true");
    }

    @Test
    void theFolderIsEmptiedAtStart() throws IOException {
        Files.writeString(folder.resolve("content/old.content"), "left behind");
        room.empty();
        assertThat(folder.resolve("content")).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsWorthOneLineInAWhile() {
        IOException full = new IOException("No space left on device");
        assertThat(room.refused(full)).isTrue();
        assertThat(room.refused(full)).isFalse();
    }
}
