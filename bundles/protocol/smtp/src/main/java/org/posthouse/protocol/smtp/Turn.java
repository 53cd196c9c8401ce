package org.posthouse.protocol.smtp;

import org.posthouse.api.mail.Reply;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.lib.wire.smtp.SmtpParser;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's turn to speak: says its replies and makes the next wish. */
record Turn(Desk desk, Client client, Session session, Output out) {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
    /** How many octets of replies a client may leave unread. */
    private static final long MAX_UNREAD = 1 << 16;

    /** Says this, and waits for the next command. */
    Want say(Reply reply) {
        out.line(ReplyLines.of(reply));
        return nextCommand();
    }

    /** The next command, but first the client is to read what it was answered. */
    Want nextCommand() {
        session.phase(Session.Phase.COMMAND);
        if (out.pending() > MAX_UNREAD) {
            return new Want.Drained(desk.settings().commandPatience());
        }
        return new Want.Line(SmtpParser.MAX_AUTH_LINE, desk.settings().commandPatience());
    }

    /** Says what was wrong with the command, or good-bye if it was one too many. */
    Want wrong(Reply reply) {
        if (session.badCommand() > desk.settings().maxBadCommands()) {
            return sendAway("bad commands");
        }
        return say(reply);
    }

    /** Says this as the last word. */
    Want close(Reply last) {
        out.line(ReplyLines.of(last));
        return new Want.Close();
    }

    /** Good-bye to one who made too many errors. */
    Want sendAway(String errors) {
        LOG.info(
                "{} from {} sent away: too many {}",
                client.id(),
                client.address().getAddress().getHostAddress(),
                errors);
        return close(Answers.TOO_MANY_ERRORS);
    }
}
