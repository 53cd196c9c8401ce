package org.posthouse.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Found;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Where all records of an account lie, found by reading the segments, whatever is known of it besides. For one thread. */
final class Records {
    private final Shard shard;
    private final AccountId account;
    private final List<Long> wholes = new ArrayList<>();
    private final List<Long> commits = new ArrayList<>();
    private long read;

    Records(Shard shard, AccountId account) {
        this.shard = shard;
        this.account = account;
    }

    /** Of the account as a whole, oldest first. */
    List<Long> wholes() {
        return List.copyOf(wholes);
    }

    /** Of what changed it, oldest first. */
    List<Long> commits() {
        return List.copyOf(commits);
    }

    /** Reads all segments but the newest. */
    void readSealed(Round round) throws MailException, Round.EndedException {
        readUpTo(shard.log().newest() - 1, round);
    }

    /** Reads what has not been read. While no commit of the account is under way. */
    void readRest(Round round) throws MailException, Round.EndedException {
        readUpTo(Long.MAX_VALUE, round);
    }

    private void readUpTo(long last, Round round) throws MailException, Round.EndedException {
        List<Long> numbers = shard.log().segments().stream()
                .map(Segment::number)
                .filter(number -> number > read && number <= last)
                .toList();
        round.begin(numbers.size(), "segments read");
        for (int i = 0; i < numbers.size(); i++) {
            read(numbers.get(i));
            round.reach(i + 1L);
        }
    }

    private void read(long number) throws MailException {
        Optional<Segment> pinned = shard.log().pinned(number);
        if (pinned.isPresent()) {
            try {
                var unused = shard.log().read(pinned.get(), this::take);
            } catch (IOException failure) {
                throw Failures.notNow(failure);
            } catch (UncheckedIOException failure) {
                throw Failures.notNow(failure.getCause());
            } finally {
                pinned.get().unpin();
            }
        }
        read = number;
    }

    private void take(Found found) {
        if (found.type() != Kind.COMMIT && found.type() != Kind.ACCOUNT) {
            return;
        }
        try {
            FieldReader fields = new FieldReader(found.meta());
            boolean whole = fields.number() == Kind.ACCOUNT;
            fields.level(Kind.LEVEL);
            if (fields.text().equals(account.value())) {
                long position = Positions.of(
                        found.place().segment().number(), found.place().offset());
                (whole ? wholes : commits).add(position);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
