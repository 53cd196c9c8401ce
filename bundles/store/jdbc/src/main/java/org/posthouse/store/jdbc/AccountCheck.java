package org.posthouse.store.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.MessagesCheck;
import org.posthouse.lib.store.Round;
import org.posthouse.lib.store.Shelf;
import org.posthouse.lib.store.Standing;

/** Compares an account's rows with each other, with what is in memory, and with its messages. For one thread. */
final class AccountCheck {
    private static final String SET_RIGHT = "set right";

    private final Machinery parts;
    private final AccountId account;
    private final Round round;

    AccountCheck(Machinery parts, AccountId account, Round round) {
        this.parts = parts;
        this.account = account;
        this.round = round;
    }

    void check(boolean repair) throws MailException, Round.EndedException {
        Standing standing = parts.lines().within(account, line -> standing(line, repair));
        standing.flaws().forEach(flaw -> round.found(repair ? flaw.asMended(SET_RIGHT) : flaw));
        try (Shelf shelf = new ContentShelf(parts, account)) {
            MessagesCheck check = new MessagesCheck(account, shelf, round);
            List<MessagesCheck.Unsound> unsound = check.run(standing.boxes());
            if (repair) {
                check.repair(unsound, this::cut);
            } else {
                check.tell(unsound);
            }
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }

    /** Counts anew; what was wrong is told, and set right. */
    void recount() throws MailException, Round.EndedException {
        Standing standing = parts.lines().within(account, line -> standing(line, true));
        standing.flaws().forEach(flaw -> round.found(flaw.asMended(SET_RIGHT)));
        standing.count(round);
    }

    /** Within the account's line: what its rows say when nothing is on its way. */
    private Standing standing(Line line, boolean repair) throws MailException {
        line.settle();
        Optional<AccountState> memory = line.durable();
        AccountState told = parts.loader().account(account);
        List<Box> boxes = new ArrayList<>();
        for (Box box : told.boxes()) {
            boxes.add(box.withIndex(parts.loader().index(box)));
        }
        Standing standing = new Standing(account, told.modSeq(), boxes);
        memory.ifPresent(standing::compare);
        if (repair && !standing.flaws().isEmpty()) {
            for (Box box : boxes) {
                setRight(box);
            }
            line.reload();
        }
        return standing;
    }

    private void setRight(Box box) throws MailException {
        Columns columns = box.index().orElseThrow().columns();
        int last = columns.count() - 1;
        long next = Math.max(box.uidNext(), last < 0 ? 1 : columns.uid(last) + 1);
        int changed = parts.sweep()
                .inTurn(sql -> sql.update(
                        "UPDATE mailbox SET uid_next = ?, messages = ?, octets = ? WHERE id = ?",
                        next,
                        (long) columns.count(),
                        columns.octets(),
                        box.key()));
        if (changed != 1) {
            throw Failures.notNow("The mailbox is gone");
        }
    }

    /** As a client does it, so that those who are connected see it go. */
    private void cut(Box box, long uid) throws MailException {
        StoreOp expunge = new StoreOp.Expunge(box.id(), new long[] {uid});
        var unused =
                new Commits(parts).commit(account, "care-" + UUID.randomUUID(), Optional.empty(), List.of(expunge));
    }
}
