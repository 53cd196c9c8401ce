package org.posthouse.protocol.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.mime.Structure;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.store.FakeMailStore;

class LineEndsTest {
    private final FakeMailStore store = new FakeMailStore(LineEndsTest::structure);
    private final LineEnds lineEnds = new LineEnds();

    private static byte[] structure(Content message) {
        try {
            return Structure.scan(message).encode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String inbox() throws MailException {
        return store.mailboxes(FakeAccounts.KATE)
                .named(Mailbox.INBOX)
                .orElseThrow()
                .id();
    }

    private long deliver(String text) throws MailException {
        return store.append(
                        FakeAccounts.KATE,
                        inbox(),
                        Content.of(text.getBytes(US_ASCII)),
                        Set.of(),
                        Instant.EPOCH,
                        "deliver " + store.read(FakeAccounts.KATE, inbox()).uidNext())
                .made()
                .get(0)
                .uid();
    }

    private Map<Long, Long> longer() throws MailException {
        return lineEnds.of(FakeAccounts.KATE, store.read(FakeAccounts.KATE, inbox()), store);
    }

    @Test
    void eachLineThatDoesNotEndWithCrlfIsCounted() throws Exception {
        long bare = deliver("Subject: a\n\none\ntwo\n");
        deliver("Subject: b\r\n\r\none\r\n");
        long unended = deliver("Subject: c\r\n\r\none");
        assertThat(longer()).isEqualTo(Map.of(bare, 4L, unended, 2L));
    }

    @Test
    void onlyWhatHasComeSinceIsLookedAtAndWhatIsGoneIsForgotten() throws Exception {
        long first = deliver("Subject: a\n\n");
        long second = deliver("Subject: b\n\n");
        assertThat(longer()).isEqualTo(Map.of(first, 2L, second, 2L));
        store.damage(FakeAccounts.KATE, inbox(), second);
        StoreOp gone = new StoreOp.Expunge(inbox(), new long[] {first});
        assertThat(store.commit(FakeAccounts.KATE, "expunge", Optional.empty(), List.of(gone))
                        .modSeq())
                .isNotNull();
        long third = deliver("Subject: c\n\none\n");
        assertThat(longer()).isEqualTo(Map.of(second, 2L, third, 3L));
    }

    @Test
    void aDamagedMessageIsAsLongAsItIsKept() throws Exception {
        long damaged = deliver("Subject: a\n\n");
        store.damage(FakeAccounts.KATE, inbox(), damaged);
        long sound = deliver("Subject: b\n\n");
        assertThat(longer()).isEqualTo(Map.of(sound, 2L));
    }
}
