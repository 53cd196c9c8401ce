package org.posthouse.store.jdbc;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.AccountState;

/** The accounts in memory; those longest unused leave when all their open mailboxes together hold too many messages. Safe for threads. */
final class Lines {
    private static final int MOST_ACCOUNTS = 20_000;

    private final Loader loader;
    private final long mostIndexed;
    private final AtomicLong indexed = new AtomicLong();
    private final Map<AccountId, Line> lines = new LinkedHashMap<>(64, 0.75f, true);

    /** What is done within a line, under its lock. */
    @FunctionalInterface
    interface Within<T> {
        T line(Line line) throws MailException;
    }

    Lines(Loader loader, long mostIndexed) {
        this.loader = loader;
        this.mostIndexed = mostIndexed;
    }

    /** How many messages are in memory. */
    long indexed() {
        return indexed.get();
    }

    <T> T within(AccountId account, Within<T> work) throws MailException {
        while (true) {
            Line line = line(account);
            line.lock();
            try {
                if (!line.retired()) {
                    return work.line(line);
                }
            } finally {
                line.unlock();
            }
        }
    }

    AccountState state(AccountId account) throws MailException {
        Optional<AccountState> known = line(account).durable();
        if (known.isPresent()) {
            return known.get();
        }
        return within(account, line -> {
            line.head();
            return line.durable().orElseThrow();
        });
    }

    /** The account with this mailbox open in it. */
    AccountState opened(AccountId account, String mailboxId) throws MailException {
        AccountState known = state(account);
        if (known.box(mailboxId).index().isPresent()) {
            return known;
        }
        AccountState opened = within(account, line -> {
            line.open(mailboxId);
            return line.durable().orElseThrow();
        });
        trim();
        return opened;
    }

    /** Lets go of what is too much; the line used last stays. */
    void trim() {
        if (indexed.get() <= mostIndexed && size() <= MOST_ACCOUNTS) {
            return;
        }
        synchronized (lines) {
            Iterator<Line> eldest = lines.values().iterator();
            for (int left = lines.size(); left > 1; left--) {
                if (indexed.get() <= mostIndexed && lines.size() <= MOST_ACCOUNTS) {
                    return;
                }
                if (eldest.next().retire()) {
                    eldest.remove();
                }
            }
        }
    }

    private int size() {
        synchronized (lines) {
            return lines.size();
        }
    }

    private Line line(AccountId account) {
        synchronized (lines) {
            return lines.computeIfAbsent(account, id -> new Line(id, loader, indexed));
        }
    }
}
