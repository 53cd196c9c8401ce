package org.posthouse.console.queue;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.spi.console.Visit;

/** Which mails somebody wants to see, as the address of the page says it: by a recipient's domain, the sender, the state. */
record Choice(String domain, String sender, String state) {
    /** The sender of reports, RFC 5321 §4.5.5. */
    static final String NULL = "<>";

    static Choice of(Visit visit) {
        return new Choice(
                visit.parameter("domain").strip(),
                visit.parameter("sender").strip(),
                visit.parameter("state").strip());
    }

    /** Whether every mail is meant. */
    boolean all() {
        return domain.isEmpty() && sender.isEmpty() && state.isEmpty();
    }

    /** The same for the queue. */
    Selection selection() throws MailException {
        boolean reports = sender.equals(NULL);
        Optional<Address> address = Optional.empty();
        if (!reports && !sender.isEmpty()) {
            address = Optional.of(Address.parse(sender)
                    .orElseThrow(() -> refused("'" + sender + "' is no mail address; <> are the reports")));
        }
        return new Selection(
                Set.of(),
                domain.isEmpty() ? Optional.empty() : Optional.of(Address.canonical(domain)),
                address,
                reports,
                wanted());
    }

    private Optional<QueuedMail.State> wanted() throws MailException {
        if (state.isEmpty()) {
            return Optional.empty();
        }
        for (QueuedMail.State each : QueuedMail.State.values()) {
            if (word(each).equals(state)) {
                return Optional.of(each);
            }
        }
        throw refused("'" + state + "' is none of active, deferred and held");
    }

    /** What cannot be meant. */
    static MailException refused(String sentence) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 5, 4), sentence);
    }

    static String word(QueuedMail.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static boolean fits(Selection selection, QueuedMail mail) {
        return selection.state().map(mail.state()::equals).orElse(true)
                && selection
                        .sender()
                        .map(Optional::of)
                        .map(mail.sender()::equals)
                        .orElse(true)
                && (!selection.nullSender() || mail.sender().isEmpty())
                && selection
                        .domain()
                        .map(domain -> mail.recipients().stream()
                                .anyMatch(step -> step.address().domain().equals(domain)))
                        .orElse(true);
    }

    /** Names and values for the page's address. */
    String[] parameters() {
        return new String[] {"domain", domain, "sender", sender, "state", state};
    }

    /** For people: {@code to example.com, from <>, held}. */
    String words() {
        StringBuilder words = new StringBuilder();
        words.append(domain.isEmpty() ? "" : ", to " + domain);
        words.append(sender.isEmpty() ? "" : ", from " + sender);
        words.append(state.isEmpty() ? "" : ", " + state);
        return words.length() == 0 ? "" : words.substring(2);
    }
}
