package org.posthouse.lib.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Parts;

class MessagePartsTest {
    private static Parts.Part part(String message) throws IOException {
        return MessageParts.scan(Content.of(message.getBytes(StandardCharsets.ISO_8859_1)))
                .root();
    }

    @Test
    void base64IsDecodedUpToTheLimit() throws IOException {
        byte[] octets = new byte[100_000];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 31);
        }
        String message = "Content-Type: application/zip; name=\"a.zip\"\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(octets) + "\r\n";
        assertThat(part(message).bytes(200_000)).isEqualTo(octets);
        assertThat(part(message).bytes(5)).isEqualTo(java.util.Arrays.copyOf(octets, 5));
        assertThat(part(message).fileName()).contains("a.zip");
        assertThat(part(message).type()).isEqualTo("application/zip");
    }

    @Test
    void quotedPrintableIsDecoded() throws IOException {
        assertThat(part("Content-Transfer-Encoding: quoted-printable\r\n\r\na=C3=A9 b=\r\nc\r\n")
                        .bytes(100))
                .isEqualTo("a\u00e9 bc\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherBodiesAreAsTheyAre() throws IOException {
        assertThat(part("\r\nabc").bytes(2)).isEqualTo("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(part("Content-Transfer-Encoding: base64\r\n\r\n!*$garbage").bytes(100))
                .isNotNull();
    }

    @Test
    void fileNamesAreDecodedAndWithoutControls() throws IOException {
        assertThat(part("Content-Disposition: attachment; filename*=utf-8'en'%e2%82%ac%0arates; filename=x\r\n\r\n")
                        .fileName())
                .contains("\u20ac_rates");
        assertThat(part("Content-Type: a/b; name=\"=?utf-8?q?=C3=A9?=\"\r\n\r\n")
                        .fileName())
                .contains("\u00e9");
        assertThat(part("Content-Disposition: attachment; filename*0=\"a\"; filename*1=\"b.c\"\r\n\r\n")
                        .fileName())
                .contains("ab.c");
    }

    @Test
    void anEmptyMessageIsAnEmptyText() throws IOException {
        assertThat(MessageParts.NONE.root().type()).isEqualTo("text/plain");
        assertThat(MessageParts.NONE.root().bytes(10)).isEmpty();
        assertThat(MessageParts.NONE.root().parts()).isEmpty();
    }
}
