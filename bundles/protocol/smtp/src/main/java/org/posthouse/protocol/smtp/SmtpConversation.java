package org.posthouse.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthouse.api.log.Detail;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.smtp.SmtpCommand;
import org.posthouse.lib.wire.smtp.SmtpParser;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's dialogue: takes inputs, knows which phase they belong to, and leaves the rest to those who know it. */
final class SmtpConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpConversation.class);

    private final Desk desk;
    private final Client client;
    private final Session session;

    SmtpConversation(Desk desk, Client client, Session session) {
        this.desk = desk;
        this.client = client;
        this.session = session;
    }

    @Override
    public Want greet(Output out) {
        Turn turn = turn(out);
        try {
            return Hello.greet(turn);
        } catch (RuntimeException e) {
            return broken(turn, e);
        }
    }

    @Override
    public Want receive(Input input, Output out) {
        Turn turn = turn(out);
        try {
            return take(input, turn);
        } catch (RuntimeException e) {
            return broken(turn, e);
        }
    }

    @Override
    public Optional<HandOver> handOver() {
        return Optional.of(session.handOver());
    }

    private Turn turn(Output out) {
        return new Turn(desk, client, session, out);
    }

    private Want take(Input input, Turn turn) {
        if (input instanceof Input.Line line) {
            return line(line, turn);
        } else if (input instanceof Input.Text text) {
            return MailTransaction.text(text, turn);
        } else if (input instanceof Input.TooLong tooLong) {
            return tooLong(tooLong, turn);
        } else if (input instanceof Input.NoRoom) {
            return MailTransaction.refuseText(Answers.NO_ROOM, turn);
        } else if (input instanceof Input.Secured) {
            session.forget();
            return turn.nextCommand();
        } else if (input instanceof Input.Drained) {
            return turn.nextCommand();
        } else if (input instanceof Input.TimedOut) {
            return turn.close(Answers.TOO_SLOW);
        } else if (input instanceof Input.Ending ending) {
            // Who has begun a mail may finish it.
            boolean last = ending.atOnce() || session.transaction().isEmpty();
            return last ? turn.close(Answers.ending(ending.reason())) : turn.nextCommand();
        }
        throw new IllegalStateException("never wished for " + input.getClass().getSimpleName());
    }

    private Want line(Input.Line line, Turn turn) {
        if (!line.crlf()) {
            // A line that others would read otherwise is what mail is smuggled with: no further word with one who ends
            // lines so.
            return endedByLf(line.octets()) ? turn.breakOff(Answers.BARE_LF) : turn.wrong(Answers.BARE_CONTROLS);
        }
        if (session.phase() == Session.Phase.LOGIN) {
            return Login.respond(line.octets(), turn);
        }
        SmtpCommand command = SmtpParser.parse(line.octets());
        hear(command, line.octets());
        if (session.turnedAway() && !(command instanceof SmtpCommand.Quit)) {
            return turn.wrong(Answers.ONLY_QUIT);
        }
        return Commands.perform(command, turn);
    }

    /** A command may hold a password, and so may what is none. */
    private void hear(SmtpCommand command, byte[] line) {
        if (!client.log().takes(Detail.HIGH)) {
            return;
        }
        String words;
        if (command instanceof SmtpCommand.Auth auth) {
            words = "AUTH " + auth.mechanism();
        } else if (command instanceof SmtpCommand.Unknown || command instanceof SmtpCommand.Malformed) {
            words = "a command that is none";
        } else {
            words = new String(line, StandardCharsets.UTF_8);
        }
        client.log().tell(Detail.HIGH, "> " + words);
    }

    private Want tooLong(Input.TooLong tooLong, Turn turn) {
        return switch (session.phase()) {
            case TEXT -> MailTransaction.refuseText(Answers.TOO_LARGE, turn);
            case LOGIN -> tooLong.ended() ? Login.lineTooLong(turn) : turn.breakOff(Answers.LOGIN_LINE_TOO_LONG);
            case COMMAND, TLS ->
                tooLong.ended() ? turn.wrong(Answers.LINE_TOO_LONG) : turn.breakOff(Answers.LINE_TOO_LONG);
        };
    }

    /** No CR or NUL within: so its end was not CRLF. */
    private static boolean endedByLf(byte[] octets) {
        for (byte octet : octets) {
            if (octet == '\r' || octet == 0) {
                return false;
            }
        }
        return true;
    }

    /** A defect of ours: the peer is told no more than that. */
    private Want broken(Turn turn, RuntimeException e) {
        LOG.error("{} broke in phase {}", client.id(), session.phase(), e);
        return turn.close(Answers.BROKEN);
    }
}
