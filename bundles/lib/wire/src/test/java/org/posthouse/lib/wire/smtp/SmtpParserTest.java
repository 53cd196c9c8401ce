package org.posthouse.lib.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.Address;

class SmtpParserTest {
    @Test
    void verbsAndWordsAreReadInAnyCase() {
        assertThat(parse("ehlo mx.example")).isEqualTo(new SmtpCommand.Ehlo("mx.example"));
        assertThat(parse("HELO [192.0.2.1]")).isEqualTo(new SmtpCommand.Helo("[192.0.2.1]"));
        assertThat(parse("lhlo here")).isEqualTo(new SmtpCommand.Lhlo("here"));
        assertThat(parse("mAiL fRoM:<a@b.example>"))
                .isEqualTo(new SmtpCommand.Mail(address("a", "b.example"), Map.of()));
        assertThat(parse("DaTa")).isEqualTo(new SmtpCommand.Data());
        assertThat(parse("RSET  ")).isEqualTo(new SmtpCommand.Rset());
        assertThat(parse("quit")).isEqualTo(new SmtpCommand.Quit());
        assertThat(parse("NOOP whatever")).isEqualTo(new SmtpCommand.Noop());
        assertThat(parse("HELP RCPT")).isEqualTo(new SmtpCommand.Help());
        assertThat(parse("VRFY kate smith")).isEqualTo(new SmtpCommand.Vrfy("kate smith"));
        assertThat(parse("EXPN staff")).isEqualTo(new SmtpCommand.Expn("staff"));
        assertThat(parse("STARTTLS")).isEqualTo(new SmtpCommand.StartTls());
        assertThat(parse("auth plain")).isEqualTo(new SmtpCommand.Auth("PLAIN", Optional.empty()));
        assertThat(parse("AUTH PLAIN =")).isEqualTo(new SmtpCommand.Auth("PLAIN", Optional.of("=")));
    }

    @Test
    void parametersComeByUpperCaseKeyword() {
        assertThat(parse("MAIL FROM:<> SIZE=12  body=8BITMIME X"))
                .isEqualTo(new SmtpCommand.Mail(Optional.empty(), Map.of("SIZE", "12", "BODY", "8BITMIME", "X", "")));
        assertThat(parse("RCPT TO:<a@b> NOTIFY=NEVER"))
                .isEqualTo(new SmtpCommand.Rcpt(new Address("a", "b"), Map.of("NOTIFY", "NEVER")));
        for (String wrong : new String[] {"=1", "A=", "-A=1", "A==", "A=b=c", "A A", "Ä=1"}) {
            assertThat(parse("MAIL FROM:<a@b> " + wrong)).as(wrong).isInstanceOf(SmtpCommand.Malformed.class);
        }
        assertThat(parse("MAIL FROM:<a@b>SIZE=1")).isInstanceOf(SmtpCommand.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "<kate@school.edu>; kate; school.edu",
                "<Kate.O'Hara+x@SCHOOL.edu>; Kate.O'Hara+x; school.edu",
                "<\"kate smith\"@school.edu>; kate smith; school.edu",
                "<\"a\\\"b\\\\c\"@b>; a\"b\\c; b",
                "<\"a@b\"@us>; a@b; us",
                "<@one.example,@two.example:a@b>; a; b",
                "<a@[192.0.2.255]>; a; [192.0.2.255]",
                "<a@[IPv6:2001:db8::1]>; a; [ipv6:2001:db8::1]",
                "<a@[IPv6:1:2:3:4:5:6:7:8]>; a; [ipv6:1:2:3:4:5:6:7:8]",
                "<a@[IPv6:::ffff:192.0.2.1]>; a; [ipv6:::ffff:192.0.2.1]",
                "<a@[IPv6:::]>; a; [ipv6:::]",
                "<a@with_underscore.example>; a; with_underscore.example",
                "<postmaster>; postmaster; ~~",
                "<PostMaster>; PostMaster; ~~",
                "<postmaster@b>; postmaster; b",
                "<postmasters@b>; postmasters; b",
                "<a%c@b>; a%c; b",
                "<a!c@b>; a!c; b",
                "<${run{/bin/sh}}@b>; ${run{/bin/sh}}; b",
                "<|cmd@b>; |cmd; b"
            })
    void pathsAreReadAsTheGrammarHasThem(String path, String localPart, String domain) {
        assertThat(parse("RCPT TO:" + path)).isEqualTo(new SmtpCommand.Rcpt(new Address(localPart, domain), Map.of()));
        assertThat(parse("RCPT TO: " + path)).isEqualTo(new SmtpCommand.Rcpt(new Address(localPart, domain), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kate@school.edu",
                "<kate@school.edu",
                "<kate@school.edu>>",
                "<kate@school.edu>x",
                "<kate>",
                "<@b>",
                "<a@>",
                "<.a@b>",
                "<a.@b>",
                "<a..b@c>",
                "<a b@c>",
                "<a@b@c>",
                "<a@b..c>",
                "<a@-b>",
                "<a@b->",
                "<a@b.>",
                "<a@[300.1.1.1]>",
                "<a@[1.2.3]>",
                "<a@[1.2.3.4>",
                "<a@[IPv6:1::2::3]>",
                "<a@[IPv6:1:2:3:4:5:6:7:8:9]>",
                "<a@[IPv6:1:2]>",
                "<a@[IPv6:12345::]>",
                "<a@[IPv6:1:]>",
                "<a@[tag:x]>",
                "<\"a@b>",
                "<\"\"@b>",
                "<(a)@b>",
                "<a@b,c@d>",
                "<@one a@b>",
                "<@one:@two:a@b>",
                "<a\\@b@c>",
                "<|/bin/sh -c id@b>"
            })
    void whatIsNoPathIsMalformed(String path) {
        SmtpCommand mail = parse("MAIL FROM:" + path);
        SmtpCommand rcpt = parse("RCPT TO:" + path);
        assertThat(mail).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(((SmtpCommand.Malformed) mail).reply().toString()).startsWith("501 5.1.7 ");
        assertThat(rcpt).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(((SmtpCommand.Malformed) rcpt).reply().toString()).startsWith("501 5.1.3 ");
    }

    @Test
    void onlySendersMayBeNull() {
        assertThat(parse("MAIL FROM:<>")).isEqualTo(new SmtpCommand.Mail(Optional.empty(), Map.of()));
        assertThat(parse("RCPT TO:<>")).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(parse("MAIL FROM:<postmaster>")).isInstanceOf(SmtpCommand.Malformed.class);
    }

    @Test
    void limitsHoldToTheOctet() {
        String local = "l".repeat(64);
        assertThat(parse("RCPT TO:<" + local + "@b>")).isInstanceOf(SmtpCommand.Rcpt.class);
        assertThat(parse("RCPT TO:<" + local + "l@b>")).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(parse("RCPT TO:<a@" + "d".repeat(63) + ">")).isInstanceOf(SmtpCommand.Rcpt.class);
        assertThat(parse("RCPT TO:<a@" + "d".repeat(64) + ">")).isInstanceOf(SmtpCommand.Malformed.class);
        String domain = ("d".repeat(49) + ".").repeat(5);
        assertThat(parse("RCPT TO:<a@" + domain + "xx>")).isInstanceOf(SmtpCommand.Rcpt.class);
        assertThat(parse("RCPT TO:<a@" + domain + "xxx>")).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(parse("NOOP " + "n".repeat(505))).isInstanceOf(SmtpCommand.Noop.class);
        assertThat(parse("NOOP " + "n".repeat(506))).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(parse("AUTH PLAIN " + "A".repeat(12_275))).isInstanceOf(SmtpCommand.Auth.class);
        assertThat(parse("AUTH PLAIN " + "A".repeat(12_276))).isInstanceOf(SmtpCommand.Malformed.class);
        assertThat(parse("EHLO " + "e".repeat(256))).isInstanceOf(SmtpCommand.Malformed.class);
    }

    @Test
    void addressesBeyondAsciiAreRefusedAsSuch() {
        assertThat(parse("MAIL FROM:<käte@b>")).isInstanceOfSatisfying(SmtpCommand.Malformed.class, wrong -> assertThat(
                        wrong.reply().toString())
                .startsWith("553 5.6.7 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO",
                "HELO",
                "LHLO ",
                "EHLO a b",
                "MAIL",
                "MAIL TO:<a@b>",
                "MAILFROM:<a@b>x",
                "RCPT FROM:<a@b>",
                "DATA now",
                "RSET x",
                "QUIT x",
                "STARTTLS x",
                "VRFY",
                "EXPN",
                "AUTH",
                "AUTH PL/IN",
                "AUTH PLAIN a b",
                "AUTH ABCDEFGHIJKLMNOPQRSTU",
                "MAIL FROM <a@b>"
            })
    void wrongArgumentsAreMalformedOrUnknown(String line) {
        assertThat(parse(line)).isInstanceOfAny(SmtpCommand.Malformed.class, SmtpCommand.Unknown.class);
    }

    @Test
    void whatIsNoCommandIsUnknownAndCut() {
        assertThat(parse("TURN me")).isEqualTo(new SmtpCommand.Unknown("TURN"));
        assertThat(parse("")).isEqualTo(new SmtpCommand.Unknown(""));
        assertThat(parse("\u0001\u001b[2J")).isEqualTo(new SmtpCommand.Unknown("?"));
        assertThat(parse("x".repeat(9000)).verb()).hasSize(20);
    }

    @Test
    void aChunkHasASizeThatCanBeCounted() {
        assertThat(parse("BDAT 86")).isEqualTo(new SmtpCommand.Bdat(86, false));
        assertThat(parse("bdat 0 last")).isEqualTo(new SmtpCommand.Bdat(0, true));
        assertThat(parse("BDAT 9223372036854775807 LAST")).isEqualTo(new SmtpCommand.Bdat(Long.MAX_VALUE, true));
        for (String wrong :
                List.of("BDAT", "BDAT -1", "BDAT 1e99", "BDAT 9223372036854775808", "BDAT LAST", "BDAT 1 LAST LAST")) {
            assertThat(parse(wrong)).as(wrong).isInstanceOf(SmtpCommand.Malformed.class);
        }
    }

    private static SmtpCommand parse(String line) {
        return SmtpParser.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Address> address(String localPart, String domain) {
        return Optional.of(new Address(localPart, domain));
    }
}
