package org.posthouse.core.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever an import brings as a hash, it is one that a server can bear, or none. */
class PhcFuzzTest {
    private static final List<String> HASHES = List.of(
            "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
            "$argon2id$v=16$m=8,t=1,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEy",
            "$argon2i$v=19$m=64,t=3,p=4$c29tZXNhbHQ$MTIzNDU2Nzg5MDEy");

    @Test
    void whateverIsAHashIsPrintedAndReadAsTheSame() {
        Fuzz.of(HASHES)
                .words("$", "m=", "t=99999", "p=0", "=", "A")
                .rounds(50_000)
                .feed(octets -> {
                    Optional<Phc> read = Phc.parse(new String(octets, ISO_8859_1));
                    read.ifPresent(hash -> {
                        assertThat(hash.memory()).isBetween(8, 1 << 16);
                        assertThat(hash.passes() * hash.lanes()).isBetween(1, 256);
                        assertThat(Phc.parse(hash.toString())).isPresent();
                        assertThat(Phc.parse(hash.toString()).orElseThrow()).hasToString(hash.toString());
                    });
                });
    }

    @Test
    void aHashIsReadInLinearTime() {
        for (String piece : List.of("$", "A", "9", "=", "m=1,")) {
            Fuzz.linear("$argon2id$v=19$m=", piece, octets -> Phc.parse(new String(octets, ISO_8859_1)));
        }
    }
}
