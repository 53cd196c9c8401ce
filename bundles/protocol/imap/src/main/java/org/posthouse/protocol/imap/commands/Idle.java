package org.posthouse.protocol.imap.commands;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.protocol.imap.session.Updates;
import org.posthouse.spi.protocol.Output;

/** IDLE, RFC 2177: waits without a thread, and tells what changes. */
record Idle() implements Command {
    @Override
    public String name() {
        return "IDLE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, new Watch());
    }

    /** Watches the selected mailbox until the client is done. */
    private static final class Watch implements Task {
        private boolean begun;
        private Optional<MailStore.Registration> registration = Optional.empty();
        private Runnable bell = () -> {};

        @Override
        public Step step(Session session, Output out) throws MailException {
            if (!begun) {
                out.line("+ idling");
                begun = true;
            }
            if (session.mailbox().isEmpty()) {
                return Step.Turn.LINE_OR_WAKE;
            }
            if (registration.isEmpty()) {
                // Watched before looked at: nothing can come in between and be missed.
                bell = out.bell();
                registration = Optional.of(session.services()
                        .store()
                        .watch(session.account(), session.selected().mailboxId(), bell));
            }
            return tell(session, out);
        }

        private static Step tell(Session session, Output out) throws MailException {
            try {
                return new Updates(session, out).tell(true) ? Step.Turn.LINE_OR_WAKE : Step.Turn.MORE;
            } catch (MailException e) {
                if (e.kind() == MailException.Kind.PERMANENT) {
                    throw e;
                }
                // The store is away for a moment: what is new is told when the bell rings again, or after IDLE.
                return Step.Turn.LINE_OR_WAKE;
            }
        }

        @Override
        public Step line(byte[] line, Session session, Output out) {
            boolean done = new String(line, StandardCharsets.ISO_8859_1).equalsIgnoreCase("DONE");
            return done ? Completion.ok("IDLE completed") : Completion.bad("Expected DONE");
        }

        /** Rings: the version that goes on is woken, and so watches anew and misses nothing. */
        @Override
        public Map<String, Object> progress() {
            bell.run();
            return Map.of("begun", begun);
        }

        @Override
        public void resume(Map<String, Object> progress) {
            begun = (Boolean) progress.get("begun");
        }

        @Override
        public void close() {
            registration.ifPresent(MailStore.Registration::close);
            registration = Optional.empty();
        }
    }
}
