package org.posthouse.lib.wire.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.testkit.fuzz.Fuzz;

class SmtpFuzzTest {
    private static final List<String> LINES = List.of(
            "EHLO mx.example",
            "HELO [IPv6:2001:db8::1]",
            "LHLO program.example",
            "MAIL FROM:<\"a b\\\"\"@[IPv6:2001:db8::192.0.2.1]> SIZE=1000 BODY=8BITMIME AUTH=a+2Bb",
            "MAIL FROM:<> RET=HDRS ENVID=QQ314159",
            "RCPT TO:<@one.example,@two.example:kate@school.edu> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;kate+40school.edu",
            "RCPT TO:<postmaster>",
            "AUTH PLAIN AGthdGUAcG9zdGhvdXNl",
            "BDAT 86 LAST",
            "VRFY kate",
            "QUIT");
    private static final List<String> ADDRESSES = List.of(
            "kate@school.edu", "\"a@b\"@school.edu", "kate+x@sch\u00f6n.example", "a@[127.0.0.1]", "postmaster");
    private static final List<String> XTEXTS = List.of("a+2Bb", "kate+40school.edu", "+E2+82+AC", "<kate>");

    private final Fuzz lines = Fuzz.of(LINES)
            .words(
                    "FROM:",
                    "TO:",
                    "<>",
                    "<@",
                    "@[",
                    "::",
                    "SIZE=",
                    "AUTH=",
                    " LAST",
                    "+0D+0A",
                    "\\\"",
                    "%s",
                    "${jndi:x}");

    @Test
    void noLineWhateverFailsOtherwiseThanByItsCommand() {
        lines.rounds(50_000).feed(line -> {
            SmtpCommand command = SmtpParser.parse(line);
            assertThat(command.verb()).matches("[!-~]*");
            if (command instanceof SmtpCommand.Malformed malformed) {
                assertThat(malformed.reply().code()).isBetween(500, 555);
                assertThat(ReplyLines.of(malformed.reply())).matches("5\\d\\d [ -~]{1,500}");
            } else if (command instanceof SmtpCommand.Rcpt rcpt) {
                survives(rcpt.forwardPath());
                sane(rcpt.parameters());
            } else if (command instanceof SmtpCommand.Mail mail) {
                mail.reversePath().ifPresent(SmtpFuzzTest::survives);
                sane(mail.parameters());
            } else if (command instanceof SmtpCommand.Bdat chunk) {
                assertThat(chunk.octets()).isNotNegative();
            }
        });
    }

    /** What was read is the same when it is printed and read again. */
    private static void survives(Address address) {
        SmtpCommand again = SmtpParser.parse(("RCPT TO:" + Paths.print(Optional.of(address))).getBytes(UTF_8));
        assertThat(again).isEqualTo(new SmtpCommand.Rcpt(address, Map.of()));
    }

    private static void sane(Map<String, String> parameters) {
        parameters.forEach((keyword, value) -> {
            assertThat(keyword).matches("[A-Z0-9][A-Z0-9-]*");
            assertThat(value).matches("[!-~&&[^=]]*");
        });
    }

    @Test
    void whatIsReadAsAnAddressIsPrintedAndReadAsTheSame() {
        Fuzz.of(ADDRESSES).words("@", "..", "xn--", "\u00df").feed(text -> {
            Optional<Address> address = Address.parse(new String(text, UTF_8));
            address.ifPresent(known -> {
                assertThat(Address.parse(known.toString())).contains(known);
                assertThat(known.toString().chars()).noneMatch(c -> c < 0x20 || c == 0x7f);
            });
        });
    }

    @Test
    void s12XtextIsRefusedOrComesBackAndHidesNoLineEnds() {
        Fuzz.of(XTEXTS).words("+0D+0A", "+00", "+7F", "+").rounds(50_000).feed(xtext -> {
            Optional<String> text = Xtext.decode(new String(xtext, ISO_8859_1));
            text.ifPresent(meant -> {
                assertThat(meant.chars()).noneMatch(c -> c < 0x20 || c == 0x7f);
                assertThat(Xtext.encode(meant)).matches("[!-~&&[^=]]*");
                assertThat(Xtext.decode(Xtext.encode(meant))).isEqualTo(text);
            });
        });
    }

    @Test
    void s12XtextHidesNoLineEnds() {
        for (String wrong :
                List.of("x+0Ay", "x+0D+0A", "+00", "+7F", "+", "+4", "+4g", "+4a", "a=b", "a b", "\u00e4", "+-1")) {
            assertThat(Xtext.decode(wrong)).as(wrong).isEmpty();
        }
        assertThat(Xtext.decode("a+2Bb+3D")).contains("a+b=");
    }

    @Test
    void aReplyIsOneLineWhateverItSays() {
        Fuzz.of(List.of("Refused by policy", "No such mailbox: ${x}"))
                .words("\r\n", "\0", "250 OK")
                .feed(text -> {
                    Reply reply = new Reply(550, new Status(5, 7, 1), new String(text, ISO_8859_1));
                    assertThat(ReplyLines.of(reply)).matches("550 5\\.7\\.1[ -~]{0,505}");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<",
                "RCPT TO:<@a",
                "RCPT TO:<\"",
                "EHLO ",
                "AUTH PLAIN ",
                "BDAT ",
                "MAIL FROM:<> A=",
                "X"
            })
    void aLineIsReadInLinearTime(String begin) {
        for (String piece : List.of("a", "a.", ",@a", "\\\"", " ", "0", "A=b ")) {
            Fuzz.linear(begin, piece, SmtpParser::parse);
        }
    }
}
