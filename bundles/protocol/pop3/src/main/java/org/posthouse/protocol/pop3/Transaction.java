package org.posthouse.protocol.pop3;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.pop3.Pop3Command;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TRANSACTION state, RFC 1939 §5, and what ends it: the UPDATE state, §6. */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final int ATTEMPTS = 4;

    private Transaction() {}

    static Want stat(Turn turn) {
        Maildrop maildrop = turn.session().maildrop();
        return turn.say(Reply.ok(maildrop.count() + " " + maildrop.octets()));
    }

    static Want listing(OptionalInt number, Listing.Column column, Turn turn) {
        Maildrop maildrop = turn.session().maildrop();
        if (number.isPresent()) {
            int one = number.getAsInt();
            return turn.say(maildrop.has(one) ? Reply.ok(column.of(maildrop, one)) : absent(one, maildrop));
        }
        return answer(maildrop.count() + " messages", Listing.of(column), turn);
    }

    static Want retr(int number, Turn turn) {
        String text = turn.session().maildrop().known(number)
                ? turn.session().maildrop().size(number) + " octets"
                : "";
        return send(number, StuffedText.whole(), text, turn);
    }

    static Want top(Pop3Command.Top top, Turn turn) {
        return send(top.number(), StuffedText.top(top.lines()), "Top of message follows", turn);
    }

    static Want dele(int number, Turn turn) {
        Maildrop maildrop = turn.session().maildrop();
        if (!maildrop.has(number)) {
            return turn.say(absent(number, maildrop));
        }
        maildrop.delete(number);
        return turn.say(Reply.ok("Message " + number + " deleted"));
    }

    static Want rset(Turn turn) {
        turn.session().maildrop().undeleteAll();
        return stat(turn);
    }

    /** The UPDATE state: what was deleted goes in one commit, then the lock is given back. */
    static Want quit(Turn turn) {
        Session session = turn.session();
        try {
            long[] gone = session.maildrop().deletedUids();
            if (gone.length > 0) {
                expunge(gone, turn);
            }
            return turn.close(Reply.BYE);
        } catch (MailException e) {
            LOG.warn("{}: nothing was deleted: {}", turn.client().id(), e.getMessage(), e.getCause());
            return turn.close(Reply.of(e));
        } finally {
            turn.services().store().unlock(session.account(), turn.client());
        }
    }

    /** At most once, however often it must be asked for. Those that others have taken away meanwhile hinder nothing. */
    private static void expunge(long[] uids, Turn turn) throws MailException {
        Session session = turn.session();
        String operation = turn.services().ids().get();
        Actor actor = new Actor.Connected(turn.client());
        List<StoreOp> steps = List.of(new StoreOp.Expunge(session.maildrop().mailboxId(), uids));
        for (int left = ATTEMPTS; ; left--) {
            try {
                turn.services().store().by(actor).commit(session.account(), operation, Optional.empty(), steps);
                return;
            } catch (MailException e) {
                boolean again = e.kind() == Kind.CONFLICT || e.kind() == Kind.UNKNOWN;
                if (!again || left == 1) {
                    throw e;
                }
            }
        }
    }

    private static Want send(int number, StuffedText text, String firstLine, Turn turn) {
        Maildrop maildrop = turn.session().maildrop();
        if (!maildrop.has(number)) {
            return turn.say(absent(number, maildrop));
        }
        try {
            return answer(firstLine, Transfer.of(number, text, turn), turn);
        } catch (MailException e) {
            return turn.say(Reply.of(e));
        }
    }

    private static Want answer(String firstLine, Answer answer, Turn turn) {
        turn.session().goodCommand();
        turn.session().answer(answer);
        turn.out().line(Reply.ok(firstLine).line());
        return goOn(turn);
    }

    /** Goes on with the answer under way. One that cannot be ended well ends the connection, so that nobody takes it for whole. */
    static Want goOn(Turn turn) {
        try {
            if (!turn.session().answer().orElseThrow().write(turn)) {
                turn.session().phase(Session.Phase.ANSWER);
                return new Want.Drained(turn.services().settings().transferPatience());
            }
            turn.session().endAnswer();
            return turn.next();
        } catch (MailException e) {
            LOG.warn("{}: an answer was broken off: {}", turn.client().id(), e.getMessage(), e.getCause());
            return new Want.Close();
        }
    }

    private static Reply absent(int number, Maildrop maildrop) {
        return maildrop.known(number) ? Reply.DELETED_ALREADY : Reply.NO_SUCH_MESSAGE;
    }
}
