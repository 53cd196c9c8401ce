package org.posthouse.core.mailstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailSearch;
import org.posthouse.lib.mime.Structure;
import org.posthouse.testkit.store.FakeMailStore;

final class StoreSearchTest {
    private static final AccountId KATE = new AccountId("kate");

    private final FakeMailStore store =
            new FakeMailStore(content -> Structure.scan(content).encode());
    private final MailSearch search = new StoreSearch(store);
    private String inbox;

    @BeforeEach
    void fill() throws Exception {
        inbox = store.mailboxes(KATE).named("INBOX").orElseThrow().id();
        put("From: Ron <ron@example.com>\r\nSubject: =?utf-8?q?H=C3=A4y?=\r\n\r\noats and hay\r\n", "\\Seen");
        put("From: kate@school.edu\r\nSubject: straw\r\n\r\nnothing\r\n");
        put("From: ron@example.com\r\nSubject: bill\r\n\r\nplease pay\r\n");
    }

    private void put(String message, String... flags) throws Exception {
        store.append(
                KATE,
                inbox,
                Content.of(message.getBytes(UTF_8)),
                Set.of(flags),
                Instant.parse("2026-11-01T12:00:00Z"),
                "op" + message.hashCode());
    }

    private List<Long> found(String keys) throws MailException {
        return search.find(KATE, inbox, keys, false, (looked, of) -> true).hits().stream()
                .map(MailSearch.Hit::uid)
                .toList();
    }

    @Test
    void keysFindWhatImapFinds() throws Exception {
        assertThat(found("ALL")).hasSize(3);
        assertThat(found("FROM ron")).hasSize(2);
        assertThat(found("FROM ron UNSEEN")).hasSize(1);
        assertThat(found("SUBJECT \"häy\"")).hasSize(1);
        assertThat(found("OR BODY pay SUBJECT straw")).hasSize(2);
        assertThat(found("SINCE 2-Nov-2026")).isEmpty();
        assertThat(found("UID *")).hasSize(1);
        assertThat(found("2:3")).hasSize(2);
    }

    @Test
    void senderAndSubjectAreToldAsPeopleReadThem() throws Exception {
        MailSearch.Hit hit = search.find(KATE, inbox, "SEEN", true, (looked, of) -> true)
                .hits()
                .get(0);
        assertThat(hit.from()).isEqualTo("Ron <ron@example.com>");
        assertThat(hit.subject()).isEqualTo("Häy");
        assertThat(hit.flags()).containsExactly("\\Seen");
    }

    @Test
    void whatIsNoSearchIsSaidToBeNone() {
        for (String keys : List.of("", "FROM", "FRM ron", "SINCE yesterday", "SUBJECT {3}", "ALL)")) {
            assertThatThrownBy(() -> search.check(keys))
                    .as(keys)
                    .isInstanceOf(MailException.class)
                    .hasMessageContaining("no search");
        }
    }

    @Test
    void aWordThatIsNoKeyIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> search.check("UNSEEN mailbox INBOX"))
                .hasMessageStartingWith("this is no search: MAILBOX is none of the keys there are: ALL ANSWERED")
                .hasMessageEndingWith("UNKEYWORD UNSEEN");
        assertThatThrownBy(() -> search.check("")).hasMessageContaining("this is no search: ");
    }

    @Test
    void whatCannotBeReadIsPassedOverAndCounted() throws Exception {
        store.damage(KATE, inbox, found("ALL").get(0));
        MailSearch.Result result = search.find(KATE, inbox, "BODY a", false, (looked, of) -> true);
        assertThat(result.unreadable()).isEqualTo(1);
        assertThat(result.hits()).hasSize(1);
    }

    @Test
    void aSearchThatNobodyWaitsForEnds() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        MailSearch.Result result = search.find(KATE, inbox, "ALL", false, (looked, of) -> {
            looks.incrementAndGet();
            return false;
        });
        assertThat(result.hits()).isEmpty();
        assertThat(looks).hasValue(1);
    }
}
