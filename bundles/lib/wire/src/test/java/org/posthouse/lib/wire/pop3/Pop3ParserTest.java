package org.posthouse.lib.wire.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pop3ParserTest {
    private static Pop3Command parse(String line) {
        return Pop3Parser.parse(line.getBytes(ISO_8859_1));
    }

    @Test
    void keywordsAreKnownInAnyCase() {
        assertThat(parse("stat")).isEqualTo(new Pop3Command.Stat());
        assertThat(parse("Retr 7")).isEqualTo(new Pop3Command.Retr(7));
        assertThat(parse("tOP 1 0")).isEqualTo(new Pop3Command.Top(1, 0));
        assertThat(parse("LIST")).isEqualTo(new Pop3Command.Listing(OptionalInt.empty()));
        assertThat(parse("uidl 3")).isEqualTo(new Pop3Command.Uidl(OptionalInt.of(3)));
        assertThat(parse("QUIT  ")).isEqualTo(new Pop3Command.Quit());
    }

    @Test
    void aPasswordKeepsItsBlanks() {
        Pop3Command.Pass pass = (Pop3Command.Pass) parse("PASS  two  words ");
        assertThat(new String(pass.password(), US_ASCII)).isEqualTo(" two  words ");
        assertThat(pass.toString()).doesNotContain("words");
    }

    @Test
    void anInitialResponseIsTakenAsItStands() {
        Pop3Command.Auth auth = (Pop3Command.Auth) parse("AUTH plain AGthdGU=");
        assertThat(auth.mechanism()).isEqualTo("plain");
        assertThat(new String(auth.initialResponse().orElseThrow(), US_ASCII)).isEqualTo("AGthdGU=");
        assertThat(auth.toString()).doesNotContain("AGthdGU");
        assertThat(((Pop3Command.Auth) parse("AUTH LOGIN")).initialResponse()).isEmpty();
    }

    @Test
    void anInitialResponseMayBeLongerThanACommand() {
        assertThat(parse("AUTH PLAIN " + "A".repeat(8_000))).isInstanceOf(Pop3Command.Auth.class);
        assertThat(parse("AUTH PLAIN " + "A".repeat(13_000))).isInstanceOf(Pop3Command.Malformed.class);
        assertThat(parse("USER " + "a".repeat(8_000))).isInstanceOf(Pop3Command.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RETR",
                "RETR -1",
                "RETR 0",
                "RETR +1",
                "RETR 1 2",
                "RETR one",
                "RETR 2147483648",
                "RETR 99999999999",
                "DELE",
                "DELE 0",
                "LIST 0",
                "LIST 1 2",
                "UIDL x",
                "TOP 1",
                "TOP 1 -1",
                "TOP 1 4294967295",
                "TOP 0 1",
                "TOP 1 2 3",
                "USER",
                "USER ",
                "USER  ",
                "USER k\u00e4the",
                "USER a\tb",
                "PASS",
                "PASS ",
                "AUTH",
                "AUTH ",
                "AUTH PLAIN ",
                "STAT 1",
                "QUIT now",
                "CAPA x",
                "STLS 1",
                "NOOP 1",
                "RSET 1",
                "RETR \u0661"
            })
    void wrongArgumentsAreMalformed(String line) {
        assertThat(parse(line)).isInstanceOf(Pop3Command.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " STAT",
                "APOP kate 0123456789abcdef0123456789abcdef",
                "LAST",
                "RETRIEVE 1",
                "XTND",
                "T\u00d6P"
            })
    void whatIsNoCommandIsUnknown(String line) {
        assertThat(parse(line)).isInstanceOf(Pop3Command.Unknown.class);
    }

    @Test
    void noLineWhateverFailsOtherwiseThanByItsCommand() {
        String[] seeds = {"USER kate", "PASS a b", "AUTH PLAIN =", "TOP 1 10", "LIST 2", "UIDL", "QUIT", "CAPA"};
        String spices = " \t\0\r\n\u007f\u00e40129-+=*";
        Random random = new Random(1);
        for (int round = 0; round < 50_000; round++) {
            StringBuilder line = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int n = random.nextInt(6); n > 0; n--) {
                line.insert(random.nextInt(line.length() + 1), spices.charAt(random.nextInt(spices.length())));
            }
            Pop3Command command = parse(line.toString());
            if (command instanceof Pop3Command.Malformed malformed) {
                assertThat(malformed.reason()).matches("[ -~]+");
            } else if (command instanceof Pop3Command.User user) {
                assertThat(user.name()).matches("[ -~]+");
            }
        }
    }
}
