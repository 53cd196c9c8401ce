package org.posthouse.protocol.imap;

import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.log.Detail;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.LiteralMark;
import org.posthouse.protocol.imap.commands.Append;
import org.posthouse.protocol.imap.commands.Capability;
import org.posthouse.protocol.imap.fetch.Message;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Failures;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.TimeOuts;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;
import org.posthouse.spi.protocol.Want;

/** Takes commands in, line by line and literal by literal, and has them carried out one after the other. */
final class ImapConversation implements Conversation {
    /** What the conversation waits for. */
    enum Mode {
        /** A line of a command. */
        LINE,
        /** The literal that the last line has announced. */
        LITERAL,
        /** The message of an APPEND and the end of its line. */
        MESSAGE,
        /** The end of a line that is not read. */
        REST,
        /** Whatever the command in progress waits for. */
        COMMAND
    }

    private final Session session;
    private final Execution execution;
    private CommandText text = new CommandText();
    private Mode mode = Mode.LINE;
    private int badCommands;
    private boolean noted;

    ImapConversation(Client client, Services services) {
        session = new Session(client, services);
        execution = new Execution(session);
    }

    Session session() {
        return session;
    }

    Execution execution() {
        return execution;
    }

    CommandText text() {
        return text;
    }

    Mode mode() {
        return mode;
    }

    int badCommands() {
        return badCommands;
    }

    /** Where another version has left it. */
    void restore(Mode waitingFor, CommandText soFar, int mistakes) {
        mode = waitingFor;
        text = soFar;
        badCommands = mistakes;
    }

    @Override
    public Want greet(Output out) {
        out.line("* OK [" + Capability.list(session) + "] " + session.settings().greeting() + " ready");
        return line();
    }

    @Override
    public Want receive(Input input, Output out) {
        if (input instanceof Input.TimedOut) {
            out.line("* BYE Autologout: idle for too long");
            return new Want.Close();
        } else if (input instanceof Input.Ending ending) {
            out.line("* BYE " + Completion.ok(ending.reason()).text());
            return new Want.Close();
        } else if (input instanceof Input.TooLong tooLong) {
            return tooLong(tooLong, out);
        }
        return switch (mode) {
            case LINE -> input instanceof Input.Line line ? take(line.octets(), out) : line();
            case LITERAL -> literal(input, out);
            case MESSAGE -> message(input, out);
            case REST -> ended(Completion.bad("Expected the end of the command"), out);
            case COMMAND -> after(execution.receive(input, out), out);
        };
    }

    private Want line() {
        mode = Mode.LINE;
        TimeOuts patience = session.settings().timeOuts();
        return new Want.Line(session.limits().line(), session.loggedIn() ? patience.idle() : patience.login());
    }

    /** RFC 3501 has no limit for lines; what is dropped can have no tag. */
    private Want tooLong(Input.TooLong input, Output out) {
        if (!input.ended() || execution.running()) {
            return bye("Line is too long", out);
        }
        text = new CommandText();
        return ended("*", Completion.bad("Line is too long"), out);
    }

    /** A line of a command has come. */
    private Want take(byte[] octets, Output out) {
        text.add(octets);
        Optional<LiteralMark> mark = text.announced();
        if (text.octets() > limit()) {
            return mark.isPresent() ? refuse(mark.get(), tooLarge(), out) : ended(tooLarge(), out);
        }
        if (mark.isEmpty()) {
            mode = Mode.COMMAND;
            return after(execution.begin(text, out), out);
        }
        try {
            Optional<Append.Arguments> append = Append.upToMessage(text.reader());
            if (append.isPresent()) {
                return awaitMessage(append.get(), mark.get(), out);
            }
        } catch (ImapSyntaxException e) {
            return refuse(mark.get(), Failures.of(e), out);
        }
        return awaitLiteral(mark.get(), out);
    }

    private long limit() {
        return session.loggedIn()
                ? session.limits().command()
                : session.limits().strangerCommand();
    }

    private static Completion tooLarge() {
        return new Completion(Completion.Verdict.BAD, "TOOBIG", "Command is too large");
    }

    private Want awaitLiteral(LiteralMark mark, Output out) {
        boolean fits = text.octets() + mark.octets() <= limit()
                && (session.loggedIn() || mark.octets() <= session.limits().strangerLiteral());
        if (!fits) {
            return refuse(mark, tooLarge(), out);
        }
        proceed(mark, out);
        if (mark.octets() == 0) {
            text.add(new byte[0]);
            return line();
        }
        mode = Mode.LITERAL;
        return new Want.Bytes(mark.octets(), session.settings().timeOuts().transfer());
    }

    private Want awaitMessage(Append.Arguments append, LiteralMark mark, Output out) {
        try {
            Optional<Completion> refusal = append.refusal(session, mark.octets());
            if (refusal.isPresent()
                    && (mark.synchronizing()
                            || !session.loggedIn()
                            || mark.octets() > session.limits().append())) {
                return refuse(mark, refusal.get(), out);
            }
        } catch (MailException e) {
            if (mark.synchronizing()) {
                return ended(Failures.of(e), out);
            }
        }
        proceed(mark, out);
        mode = Mode.MESSAGE;
        return new Want.Bytes(mark.octets() + 2, session.settings().timeOuts().transfer());
    }

    private static void proceed(LiteralMark mark, Output out) {
        if (mark.synchronizing()) {
            out.line("+ Go ahead");
        }
    }

    /** A literal that is not wanted: one that comes all the same ends the connection, RFC 7888 §4. */
    private Want refuse(LiteralMark mark, Completion completion, Output out) {
        Want next = ended(completion, out);
        if (mark.synchronizing()) {
            return next;
        }
        return bye("Cannot take what comes next", out);
    }

    private Want literal(Input input, Output out) {
        if (!(input instanceof Input.Data data)) {
            return bye("No room for more", out);
        }
        try (Content content = data.content()) {
            text.add(content.bytes(0, (int) content.size()));
            return line();
        } catch (IOException e) {
            return ended(Failures.of(Message.unreadable(e)), out);
        }
    }

    private Want message(Input input, Output out) {
        if (!(input instanceof Input.Data data)) {
            return ended(Completion.no("LIMIT", "No room for the message now"), out);
        }
        try (Content content = data.content()) {
            long size = content.size() - 2;
            byte[] end = content.bytes(size, 2);
            if (end[0] != '\r' || end[1] != '\n') {
                return notEnded(end, out);
            }
            mode = Mode.COMMAND;
            return after(execution.append(text, new LeadingOctets(content, size), out), out);
        } catch (IOException e) {
            return ended(Failures.of(Message.unreadable(e)), out);
        }
    }

    private Want notEnded(byte[] end, Output out) {
        if (end[1] == '\n') {
            return ended(Completion.bad("Expected the end of the command"), out);
        }
        Want rest = line();
        mode = Mode.REST;
        return rest;
    }

    /** The command was not carried out. */
    private Want ended(Completion completion, Output out) {
        String tag = Execution.tag(text);
        text = new CommandText();
        return ended(tag, completion, out);
    }

    private Want ended(String tag, Completion completion, Output out) {
        session.say(completion.under(tag), out);
        return next(completion, out);
    }

    /** What the command in progress wants; if it has ended, the next one. */
    private Want after(Optional<Want> want, Output out) {
        if (want.isPresent()) {
            return want.get();
        }
        text = new CommandText();
        return next(execution.completion(), out);
    }

    private Want next(Completion last, Output out) {
        badCommands = last.verdict() == Completion.Verdict.BAD ? badCommands + 1 : 0;
        if (last.strange() && !noted) {
            noted = true;
            note("said what clients do not say");
        }
        if (badCommands >= session.limits().badCommands()) {
            return bye("Too many bad commands", out);
        }
        if (!session.loggedIn() && session.failedLogins() >= session.limits().failedLogins()) {
            return bye("Too many failed logins", out);
        }
        Want next = line();
        // A client that sends commands and does not read the answers gets no further.
        return out.room() <= 0 ? new Want.Drained(session.settings().timeOuts().transfer()) : next;
    }

    /** Ends what has gone wrong; who it was is for the log. */
    private Want bye(String why, Output out) {
        note("is told good-bye: " + why);
        out.line("* BYE " + why);
        return new Want.Close();
    }

    private void note(String what) {
        Client client = session.client();
        client.log().tell(Detail.LOW, "from " + client.address().getAddress().getHostAddress() + " " + what);
    }

    @Override
    public Optional<HandOver> handOver() {
        return Optional.of(HandOverLayout.write(this));
    }

    @Override
    public void closed() {
        execution.close();
    }
}
