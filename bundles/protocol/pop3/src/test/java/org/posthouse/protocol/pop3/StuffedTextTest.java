package org.posthouse.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StuffedTextTest {
    @ParameterizedTest
    @CsvSource({
        "'', .N",
        "N, N.N",
        "., ..N.N",
        "a, aN.N",
        "a., a.N.N",
        "N.N, N..N.N",
        "...N, ....N.N",
        "aL.L, aN..N.N",
        "aR, aN.N",
        "aRb, aRbN.N",
        "R.N, R.N.N",
        "RR, RN.N"
    })
    void linesEndWithCrlfAndTheirFirstDotIsDoubled(String message, String sent) {
        assertThat(sent(StuffedText.whole(), octets(message), 1000)).isEqualTo(octets(sent));
    }

    @ParameterizedTest
    @CsvSource({
        "0, aNbNNcNdN, aNbNN.N",
        "1, aNbNNcNdN, aNbNNcN.N",
        "2, aNbNNcNdN, aNbNNcNdN.N",
        "9, aNbNNcNd, aNbNNcNdN.N",
        "0, NcN, N.N",
        "1, NNN, NN.N",
        "0, aN, aN.N",
        "1, aLLcLd, aNNcN.N",
        "0, aRbN, aRbN.N",
        "0, RaNNc, RaNN.N"
    })
    void theTopEndsWithItsLastLine(int lines, String message, String sent) {
        assertThat(sent(StuffedText.top(lines), octets(message), 1000)).isEqualTo(octets(sent));
    }

    @Test
    void piecesMakeNoDifferenceAndWhatIsUnstuffedIsTheMessage() {
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder message = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                message.append("..Na".charAt(random.nextInt(4)));
            }
            byte[] octets = octets(message.append("N").toString());
            byte[] sent = sent(StuffedText.whole(), octets, 1 + random.nextInt(5));
            assertThat(sent).isEqualTo(sent(StuffedText.whole(), octets, 1000));
            assertThat(unstuffed(sent)).isEqualTo(octets);
        }
    }

    private static byte[] sent(StuffedText text, byte[] message, int piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StuffedText now = text;
        for (int at = 0; at < message.length && !now.ended(); at += piece) {
            out.writeBytes(now.take(Arrays.copyOfRange(message, at, Math.min(message.length, at + piece))));
            if (!now.ended()) {
                now = StuffedText.from(new Values(now.values()));
            }
        }
        out.writeBytes(now.finish());
        return out.toByteArray();
    }

    /** As a client reads it, RFC 1939 §3. */
    private static byte[] unstuffed(byte[] sent) {
        StringBuilder message = new StringBuilder();
        for (String line : new String(sent, ISO_8859_1).split("\r\n", -1)) {
            if (line.equals(".")) {
                break;
            }
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return message.toString().getBytes(ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.replace("N", "\r\n").replace("L", "\n").replace("R", "\r").getBytes(ISO_8859_1);
    }
}
