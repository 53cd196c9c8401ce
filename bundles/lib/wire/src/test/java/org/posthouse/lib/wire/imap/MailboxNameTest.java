package org.posthouse.lib.wire.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxNameTest {
    @ParameterizedTest
    @CsvSource({
        "Sent, Sent",
        "A&B, A&-B",
        "&&, &-&-",
        "Entwürfe, Entw&APw-rfe",
        "台北, '&U,BTFw-'",
        "~peter/mail/台北/日本語, '~peter/mail/&U,BTFw-/&ZeVnLIqe-'",
        "é&, &AOk-&-"
    })
    void namesHaveOneSpelling(String name, String encoded) throws MailboxNameException {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(encoded);
        assertThat(ModifiedUtf7.decode(encoded.getBytes(ISO_8859_1))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "a&",
                "&AC8",
                "&AC8-",
                "&AGE-",
                "&AA-",
                "&AAA",
                "&AAAAAA-",
                "&U,BTFw-&ZeVnLIqe-",
                "&2D0-",
                "&3q0-",
                "&!!-",
                "&AOk=-",
                "\u00e9",
                "a\tb",
                "&AAo-",
                "&AOl-x&"
            })
    void whatIsNoModifiedUtf7IsRefused(String encoded) {
        assertThatThrownBy(() -> ModifiedUtf7.decode(encoded.getBytes(ISO_8859_1)))
                .isInstanceOf(MailboxNameException.class);
    }

    @Test
    void everyNameComesBack() throws MailboxNameException {
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                int c = random.nextBoolean() ? 0x20 + random.nextInt(0x5f) : 0xa0 + random.nextInt(0x1_0000);
                if (c < 0xd800 || c > 0xdfff) {
                    name.appendCodePoint(c);
                }
            }
            byte[] encoded = ModifiedUtf7.encode(name.toString()).getBytes(ISO_8859_1);
            assertThat(ModifiedUtf7.decode(encoded)).isEqualTo(name.toString());
        }
    }

    @Test
    void whateverIsDecodedIsEncodedAgainTheSameWay() {
        Random random = new Random(5);
        String alphabet = "&-,+AOkU/aB ";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder encoded = new StringBuilder();
            for (int i = random.nextInt(10); i > 0; i--) {
                encoded.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                String name = ModifiedUtf7.decode(encoded.toString().getBytes(ISO_8859_1));
                assertThat(ModifiedUtf7.encode(name)).isEqualTo(encoded.toString());
            } catch (MailboxNameException e) {
                assertThat(encoded).contains("&");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*, INBOX, true",
        "*, a/b/c, true",
        "%, a, true",
        "%, a/b, false",
        "%/%, a/b, true",
        "%/%, a/b/c, false",
        "a/%, a/b, true",
        "a/*, a/b/c, true",
        "a*c, a/b/c, true",
        "a%c, abc, true",
        "a%c, a/c, false",
        "*b, a/b, true",
        "*b*, a/c, false",
        "inbox, INBOX, true",
        "inB%, INBOX, true",
        "inbox/%, INBOX/Work, true",
        "sent, Sent, false",
        "%*%*, a/b, true",
        "'', a, false"
    })
    void patternsMatchByLevels(String pattern, String name, boolean expected) {
        assertThat(ListPattern.of(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void noPatternTakesLong() {
        ListPattern pattern = ListPattern.of("*a".repeat(500));
        String name = "a".repeat(1000) + "b";
        Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> assertThat(pattern.matches(name)).isFalse());
    }
}
