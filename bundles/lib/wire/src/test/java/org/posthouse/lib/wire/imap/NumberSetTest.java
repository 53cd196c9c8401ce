package org.posthouse.lib.wire.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberSetTest {
    @Test
    void rangesAreNormalised() throws ImapSyntaxException {
        assertThat(read("2,4:7,9,12:*").upTo(15)).hasToString("2,4:7,9,12:15");
        assertThat(read("*:4,5:7").upTo(10)).hasToString("4:10");
        assertThat(read("3,2,1,1:2").upTo(10)).hasToString("1:3");
        assertThat(read("3291:*").upTo(100)).hasToString("100:3291");
        assertThat(read("*").upTo(0)).hasToString("0");
    }

    @Test
    void whatIsAnnouncedCostsNothing() throws ImapSyntaxException {
        NumberSet all = read("1:4294967295").upTo(4_294_967_295L);
        assertThat(all.ranges()).isEqualTo(1);
        assertThat(all.size()).isEqualTo(4_294_967_295L);
        assertThat(all.from(7, 3)).hasToString("7:9");
    }

    @Test
    void whatIsNoSetIsRefused() {
        for (String bad : List.of("", "0", "1:", ":1", "1,", ",1", "1:2:3x", "-1", "4294967296", "a")) {
            assertThatThrownBy(() -> {
                        ImapReader in = ImapReader.over(bad);
                        SequenceSet.read(in);
                        in.end();
                    })
                    .isInstanceOf(ImapSyntaxException.class);
        }
    }

    @Test
    void aSetIsWhatItsNumbersAre() throws ImapSyntaxException {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            TreeSet<Long> numbers = new TreeSet<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                numbers.add(1L + random.nextInt(60));
            }
            long[] array = numbers.stream().mapToLong(Long::longValue).toArray();
            NumberSet set = NumberSet.of(array);
            assertThat(set.toArray()).isEqualTo(array);
            assertThat(set.size()).isEqualTo(array.length);
            assertThat(NumberSet.parse(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
            for (long number = 0; number < 70; number++) {
                assertThat(set.contains(number)).isEqualTo(numbers.contains(number));
            }
            long least = random.nextInt(70);
            int most = 1 + random.nextInt(10);
            assertThat(set.from(least, most).toArray())
                    .isEqualTo(numbers.tailSet(least).stream()
                            .limit(most)
                            .mapToLong(Long::longValue)
                            .toArray());
            long first = 1L + random.nextInt(60);
            long last = first + random.nextInt(10);
            for (long number = first; number <= last; number++) {
                numbers.add(number);
            }
            assertThat(set.with(first, last).toArray())
                    .isEqualTo(numbers.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private static SequenceSet read(String text) throws ImapSyntaxException {
        return SequenceSet.read(ImapReader.over(text));
    }
}
