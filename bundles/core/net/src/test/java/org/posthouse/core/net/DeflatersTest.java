package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Whatever the batches are, what the client inflates is what was said. */
class DeflatersTest {
    private final Deflaters deflaters = new Deflaters();
    private final Inflater client = new Inflater(true);
    private byte[] past = {};

    @Test
    void eachBatchIsReadWholeAsSoonAsItCame() throws Exception {
        Random random = new Random(4978);
        for (int i = 0; i < 300; i++) {
            byte[] batch = new byte[1 + random.nextInt(i % 10 == 0 ? 40_000 : 200)];
            if (i % 3 == 0) {
                random.nextBytes(batch);
            }
            assertThat(inflate(deflate(batch), batch.length)).isEqualTo(batch);
        }
        deflaters.close();
    }

    @Test
    void whatWasSaidBeforeIsReferredTo() {
        byte[] line = "* 17 FETCH (UID 4711 FLAGS (\\Seen $Forwarded))\r\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int first = deflate(line).length;
        assertThat(deflate(line)).hasSizeLessThan(first / 2);
        deflaters.close();
    }

    private byte[] deflate(byte[] batch) {
        ByteBuf plain = Unpooled.wrappedBuffer(batch);
        ByteBuf made = Unpooled.buffer(16);
        deflaters.deflate(past, plain, made);
        past = Deflaters.past(past, plain);
        byte[] octets = new byte[made.readableBytes()];
        made.readBytes(octets);
        return octets;
    }

    private byte[] inflate(byte[] octets, int length) throws Exception {
        client.setInput(octets);
        byte[] plain = new byte[length + 1];
        int count = client.inflate(plain);
        assertThat(client.needsInput()).isTrue();
        return java.util.Arrays.copyOf(plain, count);
    }
}
