package org.posthouse.console.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.Address;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

/** Which mails of the queue a command is about: by their ids, or by all of the options that are given. */
final class QueueChoice {
    static final Option DOMAIN = Option.of("--domain", "NAME", "those with a recipient there");
    static final Option SENDER = Option.of("--sender", "ADDRESS", "those of this sender; <> for reports");
    static final Option STATE = Option.of("--state", "active|deferred|held", "those in this state");
    static final Option ALL = Option.flag("--all", "every mail there is");
    static final List<Option> OPTIONS = List.of(DOMAIN, SENDER, STATE, ALL);
    private static final String NULL = "<>";

    private QueueChoice() {}

    /** All mails if nothing was given. */
    static Selection read(List<String> ids, Options options) throws UsageException {
        Optional<String> sender = options.value(SENDER.name());
        boolean reports = sender.isPresent() && sender.get().equals(NULL);
        Optional<Address> address =
                sender.isPresent() && !reports ? Optional.of(Call.address(sender.get())) : Optional.empty();
        return new Selection(
                Set.copyOf(ids),
                options.value(DOMAIN.name()).map(name -> name.toLowerCase(Locale.ROOT)),
                address,
                reports,
                state(options));
    }

    /** Nothing is chosen by saying nothing. */
    static Selection require(List<String> ids, Options options) throws UsageException {
        boolean some = !ids.isEmpty()
                || List.of(DOMAIN, SENDER, STATE).stream().anyMatch(option -> options.has(option.name()));
        if (some == options.has(ALL.name())) {
            throw new UsageException(
                    some ? "--all goes with nothing else" : "say which: IDs, --domain, --sender, --state, or --all");
        }
        return read(ids, options);
    }

    /** Whether a mail is one of them. */
    static boolean fits(Selection selection, QueuedMail mail) {
        return (selection.ids().isEmpty() || selection.ids().contains(mail.id()))
                && selection.state().map(mail.state()::equals).orElse(true)
                && selection
                        .sender()
                        .map(sender -> mail.sender().equals(Optional.of(sender)))
                        .orElse(true)
                && (!selection.nullSender() || mail.sender().isEmpty())
                && selection
                        .domain()
                        .map(domain -> mail.recipients().stream()
                                .anyMatch(step -> step.address().domain().equals(domain)))
                        .orElse(true);
    }

    private static Optional<QueuedMail.State> state(Options options) throws UsageException {
        Optional<String> word = options.value(STATE.name());
        if (word.isEmpty()) {
            return Optional.empty();
        }
        for (QueuedMail.State state : QueuedMail.State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word.get())) {
                return Optional.of(state);
            }
        }
        throw new UsageException("'" + word.get() + "' is none of active, deferred, held");
    }
}
