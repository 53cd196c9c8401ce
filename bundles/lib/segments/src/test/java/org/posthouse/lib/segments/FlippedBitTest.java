package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Where octets were changed. */
final class FlippedBitTest {
    private final Random random = new Random(7);

    private static int sum(byte[] octets) {
        CRC32C sum = new CRC32C();
        sum.update(octets);
        return (int) sum.getValue();
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    @Test
    void aFlippedBitIsFoundWhereverItIs() {
        for (int length : new int[] {1, 2, 31, 4096, 200_000}) {
            byte[] octets = octets(length);
            int kept = sum(octets);
            for (int i = 0; i < 20; i++) {
                FlippedBit flip = new FlippedBit(random.nextInt(length), 1 << random.nextInt(8));
                octets[(int) flip.index()] ^= (byte) flip.mask();
                assertThat(FlippedBit.find(length, kept, sum(octets))).hasValue(flip);
                octets[(int) flip.index()] ^= (byte) flip.mask();
            }
        }
    }

    @Test
    void anOctetThatHasBecomeAnotherIsFoundInWhatIsShort() {
        byte[] octets = octets(5_000);
        int kept = sum(octets);
        octets[1234] ^= (byte) 0xff;
        assertThat(FlippedBit.find(octets.length, kept, sum(octets))).hasValue(new FlippedBit(1234, 0xff));
    }

    @Test
    void whatIsLostAltogetherIsNotGuessed() {
        for (int i = 0; i < 50; i++) {
            byte[] octets = octets(2_000);
            int kept = sum(octets);
            assertThat(FlippedBit.find(octets.length, kept, sum(octets(2_000)))).isEmpty();
        }
    }

    @Test
    void soundOctetsHaveNone() {
        assertThat(FlippedBit.find(100, 17, 17)).isEqualTo(Optional.empty());
        assertThat(FlippedBit.find(0, 17, 18)).isEmpty();
    }
}
