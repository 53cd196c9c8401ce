package org.posthouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.net.Client;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.spi.protocol.Want;

class DialogueTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void aDialogueThatGoesAsWrittenPassesAlsoWhenHandedOverEverywhere() {
        Dialogue dialogue = Dialogue.parse("good", """
                # a parrot counts the lines it has heard
                S: hello
                patience: PT5M
                C: one
                S: 1 one crlf=true
                swap
                raw: tw\\x6f\\n
                S: 2 two crlf=false
                pipeline
                C: DATA
                C: ..dot
                C: .
                C: four
                end
                S: 4 text .dot/ clean=true longest=4
                S: 5 four *
                C: TLS
                tls
                S: secured
                timeout
                S: too slow
                closed
                """);
        dialogue.play(Parrot::scene);
        dialogue.playSwapping(Parrot::scene);
    }

    @Test
    void whatTheServerSaysBesidesFailsTheDialogue() {
        assertThatThrownBy(() -> Dialogue.parse("more", "C: one\n").play(Parrot::scene))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("more:1")
                .hasMessageContaining("hello");
        assertThatThrownBy(() -> Dialogue.parse("end", "S: hello\nC: one\n").play(Parrot::scene))
                .hasMessageContaining("also said");
    }

    @Test
    void aLineThatDiffersFailsTheDialogue() {
        assertThatThrownBy(() -> Dialogue.parse("other", "S: hallo\n").play(Parrot::scene))
                .hasMessageContaining("but the server says\nhello");
    }

    @Test
    void compressionBeginsWhereItIsWantedAndOffered() {
        String words = """
                S: hello
                C: COMPRESS
                deflate
                S: compressed
                C: a
                S: 3 a crlf=true
                """;
        Dialogue.parse("deflate", words).play(Parrot::scene);
        assertThatThrownBy(() -> Dialogue.parse("none", "no deflate\n" + words).play(Parrot::scene))
                .hasMessageContaining("compression was not offered");
    }

    @Test
    void bareLineEndsNeverEndTheText() {
        Dialogue.parse("smuggle", """
                S: hello
                C: DATA
                raw: a\\n.\\nb\\r.\\rc\\n.\\r\\nd\\r\\n.\\ne\\r\\n.\\r\\n
                S: 2 text * clean=false longest=*
                """).play(Parrot::scene);
    }

    @Test
    void aLineIsTooLongOnlyBeyondItsLimit() {
        Dialogue.parse("long", """
                S: hello
                raw: \\k(98,x)\\r\\n
                S: 1 x* crlf=true
                raw: \\k(99,x)\\r\\n
                S: too long true
                raw: \\k(70000,x)
                S: too long false
                """).play(Parrot::scene);
    }

    @Test
    void starsStandForThemselvesWhenEscapedOrUntagged() {
        assertThat(new Wildcard("* OK *").matches("* OK ready")).isTrue();
        assertThat(new Wildcard("* OK *").matches("a OK ready")).isFalse();
        assertThat(new Wildcard("a \\* b").matches("a * b")).isTrue();
        assertThat(new Wildcard("a \\* b").matches("a x b")).isFalse();
        assertThat(new Wildcard("25*x*").matches("250 axb")).isTrue();
        assertThat(new Wildcard("25*x").matches("250 axb")).isFalse();
    }

    @Test
    void stateOfOtherTypesThanTheJdksIsRefused() {
        assertThatThrownBy(() -> JdkTypes.check(Map.of("a", Optional.of(1)))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> JdkTypes.check(Map.of("a", new long[] {1}))).isInstanceOf(AssertionError.class);
        JdkTypes.check(Map.of("a", new byte[] {1}, "b", Map.of("c", 1)));
    }

    /** Says what it hears. */
    private record Parrot(int[] heard) implements ProtocolHandler, ProtocolHandler.Conversation {
        static ProtocolHandler scene() {
            return new Parrot(new int[1]);
        }

        @Override
        public Conversation open(Client client) {
            return this;
        }

        @Override
        public Optional<Conversation> resume(Client client, HandOver state) {
            heard[0] = (Integer) state.values().get("heard");
            return Optional.of(this);
        }

        @Override
        public Optional<HandOver> handOver() {
            return Optional.of(new HandOver(1, Map.of("heard", heard[0])));
        }

        @Override
        public Want greet(Output out) {
            out.line("hello");
            return new Want.Line(100, PATIENCE);
        }

        @Override
        public Want receive(Input input, Output out) {
            heard[0]++;
            if (input instanceof Input.Line line) {
                String text = new String(line.octets(), StandardCharsets.UTF_8);
                if (text.equals("DATA")) {
                    return new Want.DotText(1000, PATIENCE);
                } else if (text.equals("TLS")) {
                    return new Want.StartTls();
                } else if (text.equals("COMPRESS")) {
                    return new Want.Compress();
                }
                out.line(heard[0] + " " + text + " crlf=" + line.crlf());
            } else if (input instanceof Input.Text text) {
                out.line(
                        heard[0] + " text " + flat(text) + " clean=" + text.clean() + " longest=" + text.longestLine());
            } else if (input instanceof Input.Secured) {
                out.line("secured");
            } else if (input instanceof Input.Compressed) {
                out.line("compressed");
            } else if (input instanceof Input.TooLong tooLong) {
                out.line("too long " + tooLong.ended());
            } else {
                out.line("too slow");
                return new Want.Close();
            }
            return new Want.Line(100, PATIENCE);
        }

        private static String flat(Input.Text text) {
            Content.Octets octets = (Content.Octets) text.content();
            return new String(octets.octets(), StandardCharsets.UTF_8)
                    .replace("\r\n", "/")
                    .replace("\n", "")
                    .replace("\r", "");
        }
    }
}
