package org.posthouse.delivery.smtp.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.net.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever a host says, it is a reply of printable lines, or none. */
class ReplyFuzzTest {
    private static final List<String> REPLIES = List.of(
            "250 2.1.5 fine\r\n",
            "250-mx.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 8BITMIME\r\n",
            "550-5.7.1 not\r\n550 5.7.1 you\r\n",
            "421\r\n",
            "354 go on\n",
            "220 mx.example ESMTP\r\n");

    @Test
    void whateverComesIsAReplyOrNone() {
        Fuzz.of(REPLIES)
                .words("250-", "250 ", "999", "5.1.1 ", "2.999.999 ", "\r\n", "\n")
                .rounds(20_000)
                .feed(octets -> {
                    try {
                        HostReply reply = ReplyReader.read(new ByteArrayInputStream(octets));
                        assertThat(reply.code()).isBetween(200, 599);
                        assertThat(reply.lines()).allMatch(line -> line.matches("[ -~]*"));
                        assertThat(reply.status().kind()).isBetween(2, 5);
                        assertThat(reply.toString()).matches("\\d{3}[ -~]{0,400}");
                    } catch (ProtocolException | EOFException none) {
                        assertThat(none.getMessage()).matches("[ -~]{5,80}");
                    }
                });
    }

    @Test
    void aReplyWithoutEndIsGivenUpSoon() {
        for (String piece : List.of("2", "250-x\r\n", "250-", "\n", "250 ")) {
            Fuzz.linear("250-", piece, octets -> {
                ByteArrayInputStream in = new ByteArrayInputStream(octets);
                try {
                    ReplyReader.read(in);
                } catch (ProtocolException none) {
                    assertThat(octets.length - in.available()).isLessThan(512 * 1024);
                }
            });
        }
    }
}
