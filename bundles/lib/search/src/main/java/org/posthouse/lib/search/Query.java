package org.posthouse.lib.search;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.mime.Texts;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SearchKey;

/** A search key as a question to messages: what is cheap to know is asked first, so that few messages are opened. */
public final class Query {
    /** Octets of a message that cost as much to read as the columns of one. */
    private static final int OCTETS = 1024;

    private final int count;
    private final long lastUid;
    private final Criterion criterion;

    /**
     * Sets of numbers in the key are read by these two.
     *
     * @param count messages in the mailbox
     * @param lastUid the largest UID in it; 0 if there is none
     */
    public Query(SearchKey key, int count, long lastUid) {
        this.count = count;
        this.lastUid = lastUid;
        this.criterion = criterion(key);
    }

    /** What asking this message costs at most, in messages whose columns alone are looked at. */
    public long cost(Snapshot snapshot, int index) {
        boolean opens = criterion.cost() >= Criterion.BODY;
        return criterion.cost() + (opens ? snapshot.size(index) / OCTETS : 0);
    }

    /** Whether this message is looked for. */
    public boolean finds(Candidate candidate) throws MailException {
        return criterion.holds(candidate);
    }

    private Criterion criterion(SearchKey key) {
        if (key instanceof SearchKey.And and) {
            return all(and.keys().stream().map(this::criterion).toList());
        } else if (key instanceof SearchKey.Or or) {
            return either(criterion(or.first()), criterion(or.second()));
        } else if (key instanceof SearchKey.Not not) {
            Criterion inner = criterion(not.key());
            return new Criterion(inner.cost(), candidate -> !inner.holds(candidate));
        } else if (key instanceof SearchKey.Header header) {
            return FieldText.criterion(header.field(), new Needle(header.text()));
        } else if (key instanceof SearchKey.Body body) {
            Needle needle = new Needle(body.text());
            return new Criterion(Criterion.BODY, candidate -> new BodyText(candidate.message(), needle).found());
        } else if (key instanceof SearchKey.Text text) {
            return anywhere(new Needle(text.text()));
        } else if (key instanceof SearchKey.Sent sent) {
            return new Criterion(Criterion.STRUCTURE, candidate -> candidate
                    .message()
                    .structure()
                    .envelope()
                    .date()
                    .map(Texts::readable)
                    .flatMap(SentDate::of)
                    .filter(date -> sent.test().holds(date, sent.date()))
                    .isPresent());
        }
        return new Criterion(Criterion.COLUMNS, columns(key));
    }

    private Criterion.Question columns(SearchKey key) {
        if (key instanceof SearchKey.HasFlag flag) {
            return candidate -> candidate.snapshot().has(candidate.index(), flag.flag());
        } else if (key instanceof SearchKey.Recent) {
            return Candidate::recent;
        } else if (key instanceof SearchKey.Larger larger) {
            return candidate -> candidate.snapshot().size(candidate.index()) > larger.octets();
        } else if (key instanceof SearchKey.Smaller smaller) {
            return candidate -> candidate.snapshot().size(candidate.index()) < smaller.octets();
        } else if (key instanceof SearchKey.Received received) {
            return candidate -> received.test().holds(day(candidate), received.date());
        } else if (key instanceof SearchKey.Uids uids) {
            NumberSet set = uids.set().upTo(Math.max(1, lastUid));
            return candidate -> set.contains(candidate.uid());
        } else if (key instanceof SearchKey.Numbers numbers) {
            NumberSet set = numbers.set().upTo(count);
            return candidate -> set.contains(candidate.number());
        }
        throw new IllegalArgumentException("no such key");
    }

    private static LocalDate day(Candidate candidate) {
        return candidate
                .snapshot()
                .received(candidate.index())
                .atOffset(ZoneOffset.UTC)
                .toLocalDate();
    }

    private static Criterion all(List<Criterion> criteria) {
        List<Criterion> cheapFirst = criteria.stream()
                .sorted(Comparator.comparingInt(Criterion::cost))
                .toList();
        int cost = Math.max(1, criteria.stream().mapToInt(Criterion::cost).sum());
        return new Criterion(cost, candidate -> {
            for (Criterion criterion : cheapFirst) {
                if (!criterion.holds(candidate)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static Criterion either(Criterion first, Criterion second) {
        Criterion cheap = first.cost() <= second.cost() ? first : second;
        Criterion dear = first.cost() <= second.cost() ? second : first;
        return new Criterion(cheap.cost() + dear.cost(), candidate -> cheap.holds(candidate) || dear.holds(candidate));
    }

    private static Criterion anywhere(Needle needle) {
        return new Criterion(
                Criterion.BODY,
                candidate -> FieldText.inHeader(
                                candidate.message(),
                                candidate.message().structure().root(),
                                needle)
                        || new BodyText(candidate.message(), needle).found());
    }
}
