package org.posthouse.lib.wire.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;

class ReplyLinesTest {
    @Test
    void finalRepliesHaveTheirStatusCodeAndIntermediateOnesNone() {
        assertThat(ReplyLines.of(new Reply(550, Status.NO_SUCH_MAILBOX, "Nobody")))
                .isEqualTo("550 5.1.1 Nobody");
        assertThat(ReplyLines.of(new Reply(354, Status.OK, "Go on"))).isEqualTo("354 Go on");
    }

    @Test
    void onlyTheLastOfSeveralLinesHasABlank() {
        assertThat(ReplyLines.plain(250, List.of("a", "b", "c"))).containsExactly("250-a", "250-b", "250 c");
    }

    @Test
    void noLineIsLongerThan512OctetsOrBeyondAscii() {
        String line = ReplyLines.plain(250, "ä\r\n" + "x".repeat(2000));
        assertThat(line).startsWith("250 ???xx").hasSizeLessThanOrEqualTo(510);
    }

    @Test
    void localPartsAreQuotedWhereTheyMustBe() {
        assertThat(Paths.print(new Address("a.b", "c"))).isEqualTo("a.b@c");
        assertThat(Paths.print(new Address("a b\"", "c"))).isEqualTo("\"a b\\\"\"@c");
        assertThat(Paths.print(new Address("a..b", "c"))).isEqualTo("\"a..b\"@c");
        assertThat(Paths.print(new Address("Postmaster", ""))).isEqualTo("Postmaster");
    }
}
