package org.posthouse.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MailsTest {
    @Test
    void messagesAreOfTheSizeAndEachIsAnother() {
        Mails mails = new Mails(10_240);
        String first = text(mails.next("a@example.test"));
        String second = text(mails.next("a@example.test"));
        assertThat(first).hasSize(10_240).endsWith("\r\n").contains("To: Reader Person <a@example.test>\r\n");
        assertThat(second).hasSize(10_240).isNotEqualTo(first);
    }

    @Test
    void noLineBeginsWithADotOrIsTooLongOrEndsByHalf() {
        String message = text(new Mails(4096).next("a@example.test"));
        assertThat(message.split("\r\n")).allSatisfy(line -> assertThat(line)
                .doesNotStartWith(".")
                .doesNotContain("\r", "\n")
                .hasSizeLessThan(120));
    }

    @Test
    void aSizeThatIsTooSmallForAHeaderIsExceeded() {
        assertThat(text(new Mails(1).next("a@example.test"))).endsWith("\r\n\r\n\r\n");
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }
}
