package org.posthouse.protocol.imap.commands;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Mailbox;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapDates;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.fetch.Message;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Keywords;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** APPEND, RFC 3501 §6.3.11. Its message is no part of the command's text: whoever reads the command spools it and hands it over. */
public final class Append implements Command {
    private static final String NAME = "APPEND";

    /** Where the message is to go. */
    public record Arguments(String mailbox, Set<String> flags, Optional<Instant> received) {
        /** Why the message need not be sent at all, if so. */
        public Optional<Completion> refusal(Session session, long octets) throws MailException {
            if (!session.loggedIn()) {
                return Optional.of(Completion.bad(NAME + " is allowed " + Allowed.AFTER_LOGIN.when()));
            }
            if (octets > session.limits().append()) {
                return Optional.of(Completion.no("TOOBIG", "Message is too large"));
            }
            if (octets == 0) {
                return Optional.of(Completion.no("CANNOT", "Message is empty"));
            }
            return session.named(mailbox).isPresent()
                    ? Optional.empty()
                    : Optional.of(Completion.no("TRYCREATE", "No such mailbox"));
        }

        /** Keeps the message. */
        public Completion carryOut(Session session, Content message) throws MailException {
            Optional<Mailbox> target = session.named(mailbox);
            if (target.isEmpty()) {
                return Completion.no("TRYCREATE", "No such mailbox");
            }
            if (holdsNul(message)) {
                return Completion.no("CANNOT", "NUL in the message");
            }
            if (tooManyKeywords(target.get(), session)) {
                return Completion.no("LIMIT", "There are too many keywords in this mailbox");
            }
            String operation = session.services().ids().get();
            Instant date = received.orElseGet(session.services().clock()::instant);
            Committed committed = session.persist(() ->
                    session.store().append(session.account(), target.get().id(), message, flags, date, operation));
            return committed.made().isEmpty()
                    ? Completion.ok("APPEND completed")
                    : Completion.ok(
                            "APPENDUID " + target.get().uidValidity() + " "
                                    + committed.made().get(0).uid(),
                            "APPEND completed");
        }

        private boolean tooManyKeywords(Mailbox target, Session session) throws MailException {
            return !Flags.SYSTEM.containsAll(flags)
                    && Keywords.tooMany(
                            session.services().store().read(session.account(), target.id()),
                            flags,
                            session.limits().keywords());
        }
    }

    /** What no literal may have, RFC 3501 §9 (CHAR8): it could not be fetched again. */
    private static boolean holdsNul(Content message) throws MailException {
        byte[] piece = new byte[16_384];
        try (InputStream octets = message.open()) {
            for (int count = octets.read(piece); count > 0; count = octets.read(piece)) {
                for (int i = 0; i < count; i++) {
                    if (piece[i] == 0) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            throw Message.unreadable(e);
        }
    }

    /** Reads a command, tag and all, that has come up to the message; empty if it is another one, or not that far. */
    public static Optional<Arguments> upToMessage(ImapReader in) throws ImapSyntaxException {
        in.tag();
        if (!in.space().keyword().equals(NAME)) {
            return Optional.empty();
        }
        in.space();
        return in.atAnnouncedLiteral() ? Optional.empty() : Optional.of(arguments(in));
    }

    private static Arguments arguments(ImapReader in) throws ImapSyntaxException {
        String mailbox = in.mailbox();
        in.space();
        Set<String> flags = Set.of();
        if (in.peek() == '(') {
            flags = Flags.readList(in);
            in.space();
        }
        Optional<Instant> received = Optional.empty();
        if (in.peek() == '"') {
            received = Optional.of(ImapDates.dateTime(in).toInstant());
            in.space();
        }
        if (!in.atAnnouncedLiteral()) {
            throw new ImapSyntaxException("Expected a literal");
        }
        return new Arguments(mailbox, flags, received);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    /** A command that is whole without a message. */
    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        arguments(in.space());
        throw new ImapSyntaxException("Expected a literal");
    }
}
