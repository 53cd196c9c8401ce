package org.posthouse.protocol.imap;

import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.commands.Append;
import org.posthouse.protocol.imap.commands.Commands;
import org.posthouse.protocol.imap.commands.Spoken;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Failures;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.protocol.imap.session.TimeOuts;
import org.posthouse.protocol.imap.session.Updates;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one command out: its pieces, then what else has changed in the mailbox, then its completion. */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    /** What comes next of the command in progress. */
    enum Stage {
        NONE,
        PIECE,
        LINE,
        TLS,
        DEFLATE,
        UPDATES
    }

    private final Session session;
    private Stage stage = Stage.NONE;
    private Optional<Task> task = Optional.empty();
    private boolean expungeAllowed;
    private Completion completion = Completion.ok("");

    Execution(Session session) {
        this.session = session;
    }

    /** The tag a command has; {@code *} if it has none that is one. */
    static String tag(CommandText text) {
        try {
            return text.reader().tag();
        } catch (ImapSyntaxException e) {
            return "*";
        }
    }

    boolean running() {
        return stage != Stage.NONE;
    }

    /** Begins the command; what it wants, or nothing if it has ended. */
    Optional<Want> begin(CommandText text, Output out) {
        session.begin(tag(text));
        expungeAllowed = false;
        try {
            understand(text);
        } catch (ImapSyntaxException e) {
            session.hear(() -> "a command that is none");
            return end(Failures.of(e), out);
        }
        session.hear(() -> Spoken.of(text));
        return piece(out);
    }

    private void understand(CommandText text) throws ImapSyntaxException {
        ImapReader in = text.reader();
        in.tag();
        Commands.Understood understood = Commands.read(in.space(), session.phase());
        task = Optional.of(understood.task());
        expungeAllowed = understood.expungeAllowed();
    }

    /** Carries out an APPEND whose message has come; it is the caller's to close. */
    Optional<Want> append(CommandText text, Content message, Output out) {
        session.begin(tag(text));
        expungeAllowed = true;
        try {
            Append.Arguments arguments = Append.upToMessage(text.reader()).orElseThrow();
            session.hear(() -> Spoken.of(text));
            Optional<Completion> refusal = arguments.refusal(session, message.size());
            return end(refusal.isPresent() ? refusal.get() : arguments.carryOut(session, message), out);
        } catch (ImapSyntaxException e) {
            return end(Failures.of(e), out);
        } catch (MailException e) {
            return end(failed(e), out);
        } catch (RuntimeException e) {
            return end(broken(e), out);
        }
    }

    /** Goes on with what was wanted. */
    Optional<Want> receive(Input input, Output out) {
        if (stage == Stage.TLS) {
            stage = Stage.NONE;
            session.forget();
            return Optional.empty();
        }
        if (stage == Stage.DEFLATE) {
            stage = Stage.NONE;
            session.compressed(true);
            return Optional.empty();
        }
        if (stage == Stage.UPDATES) {
            return updates(out);
        }
        return input instanceof Input.Line line ? line(line.octets(), out) : piece(out);
    }

    private Optional<Want> piece(Output out) {
        return attempt(() -> task.orElseThrow().step(session, out), out);
    }

    private Optional<Want> line(byte[] octets, Output out) {
        return attempt(() -> task.orElseThrow().line(octets, session, out), out);
    }

    private Optional<Want> attempt(Work work, Output out) {
        Step step;
        try {
            step = work.go();
        } catch (MailException e) {
            step = failed(e);
        } catch (RuntimeException e) {
            step = broken(e);
        }
        return step instanceof Completion ended ? end(ended, out) : Optional.of(want((Step.Turn) step, out));
    }

    private Completion failed(MailException e) {
        LOG.debug("{}: {}", session.client().id(), e.getMessage(), e);
        return Failures.of(e);
    }

    private Completion broken(RuntimeException e) {
        LOG.error("{}: a command failed", session.client().id(), e);
        return Failures.ours();
    }

    private Want want(Step.Turn turn, Output out) {
        TimeOuts patience = session.settings().timeOuts();
        int longest = session.limits().line();
        stage = turn == Step.Turn.MORE ? Stage.PIECE : Stage.LINE;
        return switch (turn) {
            case MORE -> new Want.Drained(patience.transfer());
            case LINE -> new Want.Line(longest, patience.login());
            case LINE_OR_WAKE -> new Want.LineOrWake(longest, patience.idle());
            case SECURE -> {
                session.say(Completion.ok("Begin TLS now").under(session.tag()), out);
                stage = Stage.TLS;
                completion = Completion.ok("");
                yield new Want.StartTls();
            }
            case COMPRESS -> {
                session.say(Completion.ok("DEFLATE active").under(session.tag()), out);
                stage = Stage.DEFLATE;
                completion = Completion.ok("");
                yield new Want.Compress();
            }
            case CLOSE -> {
                session.say(Completion.ok("LOGOUT completed").under(session.tag()), out);
                yield new Want.Close();
            }
        };
    }

    private Optional<Want> end(Completion how, Output out) {
        completion = how;
        task.ifPresent(Task::close);
        task = Optional.empty();
        return updates(out);
    }

    /** What else has changed is told before the completion, RFC 3501 §7; that it cannot be found out now is no failure of the command. */
    private Optional<Want> updates(Output out) {
        try {
            if (session.mailbox().isPresent() && !new Updates(session, out).tell(expungeAllowed)) {
                stage = Stage.UPDATES;
                return Optional.of(
                        new Want.Drained(session.settings().timeOuts().transfer()));
            }
        } catch (MailException e) {
            LOG.debug("{}: changes are told later: {}", session.client().id(), e.getMessage());
            if (e.kind() == MailException.Kind.PERMANENT && gone()) {
                session.say(completion.under(session.tag()), out);
                out.line("* BYE The mailbox has been deleted");
                return Optional.of(new Want.Close());
            }
        }
        stage = Stage.NONE;
        session.say(completion.under(session.tag()), out);
        return Optional.empty();
    }

    /** Whether somebody has deleted the selected mailbox. */
    private boolean gone() {
        try {
            String id = session.selected().mailboxId();
            return session.services().store().mailboxes(session.account()).all().stream()
                    .noneMatch(mailbox -> mailbox.id().equals(id));
        } catch (MailException e) {
            return false;
        }
    }

    void close() {
        task.ifPresent(Task::close);
    }

    Stage stage() {
        return stage;
    }

    boolean expungeAllowed() {
        return expungeAllowed;
    }

    /** How the last command ended. */
    Completion completion() {
        return completion;
    }

    /** How far the task is. */
    Map<String, Object> progress() {
        return task.map(Task::progress).orElse(Map.of());
    }

    /** Goes on where another version was: the command is read again, and given how far it was. */
    void restore(CommandText text, Stage at, Completion soFar, boolean mayExpunge, Map<String, Object> progress)
            throws ImapSyntaxException {
        session.begin(tag(text));
        stage = at;
        completion = soFar;
        if (at == Stage.PIECE || at == Stage.LINE) {
            understand(text);
            task.orElseThrow().resume(progress);
        }
        expungeAllowed = mayExpunge;
    }

    /** A piece of work on the command. */
    @FunctionalInterface
    private interface Work {
        Step go() throws MailException;
    }
}
