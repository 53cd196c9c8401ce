package org.posthouse.core.pipeline;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.store.MailRoom;

/**
 * Room in our mailboxes. A recipient without room is refused; room is kept from the moment on at which a mail is accepted, so that nobody
 * takes it from others who only says that he will send. While nobody knows of room, nobody is refused. Any thread.
 */
final class Promises {
    private static final int MOST_DIGITS = 18;

    private volatile Optional<MailRoom> room = Optional.empty();

    void come(MailRoom present) {
        room = Optional.of(present);
    }

    void go(MailRoom past) {
        if (room.filter(present -> present == past).isPresent()) {
            room = Optional.empty();
        }
    }

    /** The refusal of a recipient in whose mailboxes there is no room, in none of them if there are several. */
    Optional<Reply> promise(Transaction mail, List<Account> mailboxes) {
        try {
            long declared = declared(mail);
            each(mailboxes, (room, mailbox) -> room.ask(mailbox, declared));
        } catch (MailException full) {
            return Optional.of(Reply.of(full));
        }
        mail.promised(mailboxes);
        return Optional.empty();
    }

    /**
     * The message is here, to be queued.
     *
     * @throws MailException there is room for it in none of the mailboxes, and it is for nobody else: as there is one answer for all, who
     *     has no room keeps no others from it
     */
    void settle(Transaction mail, long octets) throws MailException {
        try {
            each(mail.promised(), (room, mailbox) -> room.reserve(mailbox, mail.id(), octets));
        } catch (MailException full) {
            if (mail.onlyPromised()) {
                throw full;
            }
        }
    }

    private interface Question {
        void ask(MailRoom room, Account mailbox) throws MailException;
    }

    /** Fails if it does for all of them. */
    private void each(List<Account> mailboxes, Question question) throws MailException {
        Optional<MailRoom> present = room;
        if (present.isEmpty()) {
            return;
        }
        int refused = 0;
        for (Account mailbox : mailboxes) {
            try {
                question.ask(present.get(), mailbox);
            } catch (MailException full) {
                refused++;
                if (refused == mailboxes.size()) {
                    throw full;
                }
            }
        }
    }

    /** It will not wait for anybody. */
    void release(String mail) {
        room.ifPresent(present -> present.release(mail));
    }

    /** As the client has declared it, RFC 1870 §6; 0 if it has not. */
    private static long declared(Transaction mail) {
        return Optional.ofNullable(mail.start().parameters().get("SIZE"))
                .filter(text -> !text.isEmpty()
                        && text.length() <= MOST_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
