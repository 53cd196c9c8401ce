package org.posthouse.protocol.imap.listing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.ListPatterns;
import org.posthouse.lib.wire.imap.ListRequest;
import org.posthouse.lib.wire.imap.StatusItem;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Failures;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/**
 * A LIST or LSUB as far as it is: names in order, a piece at a time. Each piece looks anew what there is and goes on behind the last
 * name told, so that nothing is held while the client reads.
 */
public final class Listing implements Task {
    /** Names looked at for a piece. */
    private static final int PIECE = 2_000;
    /** As many names as a mailbox costs whose messages are looked at. */
    private static final int STATUS_COST = 100;

    private final String command;
    private final Function<MailboxTree, Choice> choice;
    private final List<StatusItem> items;
    private String last = "";

    private Listing(String command, Function<MailboxTree, Choice> choice, List<StatusItem> items) {
        this.command = command;
        this.choice = choice;
        this.items = items;
    }

    /** LIST. */
    public static Task of(ListRequest request) {
        if (request.extended()) {
            return new Listing("LIST", tree -> new ExtendedChoice(tree, request), request.status());
        }
        return request.patterns().empty()
                ? separator("LIST")
                : new Listing("LIST", tree -> new PlainChoice(tree, request.patterns()), List.of());
    }

    /** LSUB. */
    public static Task subscribed(ListPatterns patterns) {
        return patterns.empty()
                ? separator("LSUB")
                : new Listing("LSUB", tree -> new SubscribedChoice(tree, patterns), List.of());
    }

    /** What the empty pattern asks for, RFC 3501 §6.3.8. */
    private static Task separator(String command) {
        return (session, out) -> {
            ImapWriter writer = new ImapWriter();
            Listed.plain("", "\\Noselect").write(command, writer);
            out.bytes(writer.take());
            return completed(command);
        };
    }

    private static Completion completed(String command) {
        return Completion.ok(command + " completed");
    }

    @Override
    public Step step(Session session, Output out) throws MailException {
        ImapWriter writer = new ImapWriter();
        try {
            return tell(session, writer, out.room()) ? completed(command) : Step.Turn.MORE;
        } finally {
            if (writer.size() > 0) {
                out.bytes(writer.take());
            }
        }
    }

    /** False if there is more than goes into a piece. */
    private boolean tell(Session session, ImapWriter writer, long room) throws MailException {
        Choice chosen = choice.apply(new MailboxTree(session.services().store().mailboxes(session.account())));
        int left = PIECE;
        for (String name : chosen.names().tailSet(last, false)) {
            if (left <= 0 || writer.size() > room) {
                return false;
            }
            left--;
            Optional<Listed> listed = chosen.find(name);
            if (listed.isPresent()) {
                left -= listed.get().status().isPresent() ? STATUS_COST : 0;
                write(listed.get(), session, writer);
            }
            last = name;
        }
        return true;
    }

    private void write(Listed listed, Session session, ImapWriter writer) throws MailException {
        Optional<StatusAnswer> answer = Optional.empty();
        Listed told = listed;
        if (listed.status().isPresent()) {
            answer = status(listed.status().get(), session);
            told = answer.isPresent() ? listed : listed.gone();
        }
        told.write(command, writer);
        answer.ifPresent(status -> status.write(listed.name(), writer));
    }

    /** Empty if the mailbox has gone since. */
    private Optional<StatusAnswer> status(Mailbox mailbox, Session session) throws MailException {
        try {
            return Optional.of(StatusAnswer.of(mailbox, items, session));
        } catch (MailException e) {
            if (Failures.noSuchMailbox(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Map<String, Object> progress() {
        return Map.of("last", last);
    }

    @Override
    public void resume(Map<String, Object> progress) {
        last = (String) progress.get("last");
    }
}
