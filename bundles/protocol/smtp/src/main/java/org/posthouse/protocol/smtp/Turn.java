package org.posthouse.protocol.smtp;

import java.time.Duration;
import org.posthouse.api.log.Detail;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.lib.wire.smtp.SmtpParser;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.Want;

/** The server's turn to speak: says its replies and makes the next wish. */
record Turn(Desk desk, Client client, Session session, Output out) {
    /** How many octets of replies a client may leave unread. */
    private static final long MAX_UNREAD = 1 << 16;

    /** Says this, and waits for the next command. */
    Want say(Reply reply) {
        reply(ReplyLines.of(reply));
        return nextCommand();
    }

    /** Says this, whatever comes next. */
    void reply(String lines) {
        out.line(lines);
        client.log().tell(Detail.HIGH, lines);
    }

    /**
     * The next command, but first the client is to read what it was answered. It may let us wait as long as RFC 5321 §4.5.3.2.7 asks
     * for, again and again, but not for ever without a mail.
     */
    Want nextCommand() {
        session.phase(Session.Phase.COMMAND);
        Duration left = Duration.between(
                desk.clock().instant(), session.lastMail().plus(desk.settings().mailPatience()));
        if (left.isNegative() || left.isZero()) {
            return sendIdlerAway();
        }
        Duration patience = desk.settings().commandPatience();
        Duration shorter = patience.compareTo(left) < 0 ? patience : left;
        return out.pending() > MAX_UNREAD
                ? new Want.Drained(shorter)
                : new Want.Line(SmtpParser.MAX_AUTH_LINE, shorter);
    }

    /** Says what was wrong with the command, or good-bye if it was one too many. */
    Want wrong(Reply reply) {
        int bad = session.badCommand();
        if (bad > desk.settings().maxBadCommands()) {
            return sendAway("bad commands");
        }
        if (bad == 1) {
            note("was told for the first time: " + reply);
        }
        return say(reply);
    }

    /** Says this as the last word to one who does not speak SMTP. */
    Want breakOff(Reply last) {
        note("is not listened to any more: " + last);
        return close(last);
    }

    /** Tells the log what this client did that it should not. */
    void note(String what) {
        client.log().tell(Detail.LOW, "from " + client.address().getAddress().getHostAddress() + " " + what);
    }

    /** Says this as the last word. */
    Want close(Reply last) {
        reply(ReplyLines.of(last));
        return new Want.Close();
    }

    /** Good-bye to one who made too many errors. */
    Want sendAway(String errors) {
        return sendAway(errors, Answers.TOO_MANY_ERRORS);
    }

    /** Good-bye to one who talks, and brings no mail. */
    Want sendIdlerAway() {
        return sendAway("words without mail", Answers.NO_MAIL);
    }

    private Want sendAway(String errors, Reply last) {
        note("is sent away: too many " + errors);
        return close(last);
    }
}
