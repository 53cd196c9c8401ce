package org.posthouse.core.pipeline;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
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

    /** A mailbox of ours, and how many copies of a mail go there. */
    private record Share(Account mailbox, int copies) {
        private Share plus(Share more) {
            return new Share(mailbox, copies + more.copies);
        }
    }

    /**
     * The refusal of a recipient in whose mailboxes there is no room, in none of them if there are several. The mail comes to a mailbox as
     * often as its recipients lead there: those before this one count.
     */
    Optional<Reply> promise(Transaction mail, Recipient recipient, List<Account> mailboxes) {
        long declared = declared(mail);
        Optional<MailException> full = each(
                mailboxes.stream()
                        .map(mailbox -> new Share(mailbox, mail.copies(mailbox.id()) + 1))
                        .toList(),
                (room, share) -> room.ask(share.mailbox(), share.copies(), declared));
        if (full.isEmpty()) {
            mail.promised(recipient, mailboxes);
        }
        return full.map(Reply::of);
    }

    /**
     * The message is here, to be queued for these.
     *
     * @throws MailException in none of the mailboxes is there room for all that goes there, and it is for nobody else: as there is one
     *     answer for all, who has no room keeps no others from it
     */
    void settle(Transaction mail, List<Recipient> recipients, long octets) throws MailException {
        Optional<MailException> full = keep(mail, recipients, octets);
        if (full.isPresent()
                && recipients.stream()
                        .noneMatch(recipient -> mail.mailboxes(recipient).isEmpty())) {
            throw full.get();
        }
    }

    /** Keeps room for a message in all mailboxes of these that have it; the refusal if none has. */
    Optional<MailException> keep(Transaction mail, List<Recipient> recipients, long octets) {
        Map<AccountId, Share> shares = new LinkedHashMap<>();
        for (Recipient recipient : recipients) {
            for (Account mailbox : mail.mailboxes(recipient)) {
                shares.merge(mailbox.id(), new Share(mailbox, 1), Share::plus);
            }
        }
        return each(shares.values(), (room, share) -> room.reserve(share.mailbox(), mail.id(), share.copies(), octets));
    }

    private interface Question {
        void ask(MailRoom room, Share share) throws MailException;
    }

    /** The refusal if all of them refuse. */
    private Optional<MailException> each(Collection<Share> shares, Question question) {
        Optional<MailRoom> present = room;
        Optional<MailException> refusal = Optional.empty();
        int refused = 0;
        for (Share share : present.isPresent() ? shares : List.<Share>of()) {
            try {
                question.ask(present.get(), share);
            } catch (MailException full) {
                refusal = Optional.of(full);
                refused++;
            }
        }
        return refused == shares.size() ? refusal : Optional.empty();
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
