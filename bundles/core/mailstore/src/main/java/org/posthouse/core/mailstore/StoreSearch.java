package org.posthouse.core.mailstore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.MailSearch;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.mime.MailboxAddress;
import org.posthouse.lib.mime.MessageEnvelope;
import org.posthouse.lib.mime.Texts;
import org.posthouse.lib.search.Candidate;
import org.posthouse.lib.search.Query;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.SearchKey;
import org.posthouse.lib.wire.imap.SearchKeyException;

/** Looks through mailboxes for an administrator, whichever store keeps them. */
@Component(name = "org.posthouse.core.mailstore.search", immediate = true)
public final class StoreSearch implements MailSearch {
    /** Messages between two looks at whether to go on. */
    private static final int STRIDE = 64;

    private final MailStore store;

    @Activate
    public StoreSearch(@Reference MailStore store) {
        this.store = store;
    }

    @Override
    public void check(String keys) throws MailException {
        parse(keys);
    }

    @Override
    public Result find(AccountId account, String mailboxId, String keys, boolean described, Pace pace)
            throws MailException {
        SearchKey key = parse(keys);
        Snapshot snapshot = store.read(account, mailboxId);
        int count = snapshot.count();
        Query query = new Query(key, count, count == 0 ? 0 : snapshot.uid(count - 1));
        List<Hit> hits = new ArrayList<>();
        int unreadable = 0;
        for (int i = 0; i < count; i++) {
            if (i % STRIDE == 0 && !pace.on(i, count)) {
                break;
            }
            try (StoredMessage message = new StoredMessage(store, account, mailboxId, snapshot.uid(i))) {
                if (query.finds(new Candidate(i + 1, snapshot, i, false, message))) {
                    hits.add(hit(snapshot, i, described ? Optional.of(message) : Optional.empty()));
                }
            } catch (MailException e) {
                if (e.temporary()) {
                    throw e;
                }
                unreadable++;
            }
        }
        return new Result(hits, unreadable);
    }

    private static Hit hit(Snapshot snapshot, int index, Optional<StoredMessage> message) throws MailException {
        Optional<MessageEnvelope> envelope = message.isEmpty()
                ? Optional.empty()
                : Optional.of(message.get().structure().envelope());
        return new Hit(
                snapshot.uid(index),
                snapshot.size(index),
                snapshot.received(index),
                snapshot.flags(index),
                envelope.flatMap(each -> each.from().stream().findFirst())
                        .map(StoreSearch::sender)
                        .orElse(""),
                envelope.flatMap(MessageEnvelope::subject).map(Texts::readable).orElse(""));
    }

    private static String sender(MailboxAddress from) {
        String name = from.name().map(Texts::readable).orElse("");
        String address = from.address().map(Texts::readable).orElse("");
        return name.isEmpty() ? address : name + " <" + address + ">";
    }

    private static SearchKey parse(String keys) throws MailException {
        CommandText text = new CommandText();
        text.add(keys.getBytes(StandardCharsets.UTF_8));
        try {
            if (text.announced().isPresent()) {
                throw new ImapSyntaxException("A literal is announced and does not come");
            }
            return SearchKey.readAll(text.reader(), StandardCharsets.UTF_8);
        } catch (SearchKeyException e) {
            String word = e.word().isEmpty() ? "" : e.word() + " is ";
            throw noSearch(word + "none of the keys there are: " + String.join(" ", SearchKey.WORDS), e);
        } catch (ImapSyntaxException e) {
            throw noSearch(
                    e.getMessage() + "; say what IMAP's SEARCH takes, such as FROM ron SINCE 1-Nov-2026 UNSEEN, or ALL",
                    e);
        }
    }

    private static MailException noSearch(String why, ImapSyntaxException cause) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 5, 4), "this is no search: " + why, cause);
    }
}
