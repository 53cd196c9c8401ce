package org.posthouse.lib.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;

class SmtpFuzzTest {
    private static final List<String> SEEDS = List.of(
            "EHLO mx.example",
            "MAIL FROM:<\"a b\\\"\"@[IPv6:2001:db8::192.0.2.1]> SIZE=1000 BODY=8BITMIME AUTH=a+2Bb",
            "RCPT TO:<@one.example,@two.example:kate@school.edu> NOTIFY=SUCCESS",
            "RCPT TO:<postmaster>",
            "AUTH PLAIN AGthdGUAcG9zdGhvdXNl",
            "VRFY kate");
    private static final String SPICES = "<>@\"\\[]:.,=+- \t\0\r\n\u007fäAZ09";

    @Test
    void noLineWhateverFailsOtherwiseThanByItsCommand() {
        Random random = new Random(1);
        for (int round = 0; round < 50_000; round++) {
            byte[] line = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            SmtpCommand command = SmtpParser.parse(line);
            assertThat(command.verb().chars().allMatch(c -> c > 0x20 && c < 0x7f))
                    .isTrue();
            if (command instanceof SmtpCommand.Malformed malformed) {
                assertThat(malformed.reply().code()).isBetween(500, 555);
            } else if (command instanceof SmtpCommand.Rcpt rcpt) {
                survives(rcpt.forwardPath());
            } else if (command instanceof SmtpCommand.Mail mail) {
                mail.reversePath().ifPresent(SmtpFuzzTest::survives);
            }
        }
    }

    @Test
    void xtextComesBackAsItWas() {
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.appendCodePoint(
                        random.nextInt(4) == 0 ? 0xa0 + random.nextInt(2000) : 0x20 + random.nextInt(0x5f));
            }
            String xtext = Xtext.encode(text.toString());
            assertThat(xtext.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '='))
                    .isTrue();
            assertThat(Xtext.decode(xtext)).contains(text.toString());
        }
    }

    @Test
    void xtextHidesNoLineEnds() {
        for (String wrong :
                List.of("x+0Ay", "x+0D+0A", "+00", "+7F", "+", "+4", "+4g", "+4a", "a=b", "a b", "ä", "+-1")) {
            assertThat(Xtext.decode(wrong)).as(wrong).isEmpty();
        }
        assertThat(Xtext.decode("a+2Bb+3D")).contains("a+b=");
    }

    /** What was read is the same when it is printed and read again. */
    private static void survives(Address address) {
        SmtpCommand again =
                SmtpParser.parse(("RCPT TO:" + Paths.print(Optional.of(address))).getBytes(StandardCharsets.UTF_8));
        assertThat(again).isEqualTo(new SmtpCommand.Rcpt(address, Map.of()));
    }

    private static byte[] mutated(String seed, Random random) {
        StringBuilder line = new StringBuilder(seed);
        for (int n = random.nextInt(6); n > 0 && line.length() > 0; n--) {
            int at = random.nextInt(line.length());
            switch (random.nextInt(4)) {
                case 0 -> line.deleteCharAt(at);
                case 1 -> line.insert(at, SPICES.charAt(random.nextInt(SPICES.length())));
                case 2 -> line.setCharAt(at, (char) random.nextInt(256));
                default -> line.insert(at, line.substring(at, Math.min(line.length(), at + random.nextInt(40))));
            }
        }
        return line.toString().getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }
}
