package org.posthouse.protocol.pop3;

import org.posthouse.api.log.Detail;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.pop3.Pop3Parser;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.Want;

/** The server's turn to speak: says its replies and makes the next wish. */
record Turn(Services services, Client client, Session session, Output out) {
    /** Answers a command that was in order, whether or not it could be done. */
    Want say(Reply reply) {
        session.goodCommand();
        tell(reply);
        return next();
    }

    /** Says what was wrong with the command, or good-bye if it was one too many. */
    Want wrong(Reply reply) {
        tell(reply);
        if (session.firstMistake()) {
            note("said what clients do not say");
        }
        return session.badCommand() >= services.settings().badCommands() ? sendAway("bad commands") : next();
    }

    /** The next command; but first the client is to read what it was answered. */
    Want next() {
        session.phase(Session.Phase.COMMAND);
        if (Answer.full(out)) {
            return new Want.Drained(services.settings().transferPatience());
        }
        return new Want.Line(
                Pop3Parser.MAX_AUTH_LINE,
                session.loggedIn()
                        ? services.settings().autologout()
                        : services.settings().loginPatience());
    }

    /** Says this as the last word. */
    Want close(Reply last) {
        tell(last);
        return new Want.Close();
    }

    /** Good-bye to one who made too many errors. */
    Want sendAway(String errors) {
        note("is sent away: too many " + errors);
        return close(Reply.TOO_MANY_ERRORS);
    }

    /** Says this, whatever comes next. */
    void tell(Reply reply) {
        out.line(reply.line());
        client.log().tell(Detail.HIGH, reply.line());
    }

    /** Tells the log what this client did that it should not. */
    void note(String what) {
        client.log().tell(Detail.LOW, "from " + client.address().getAddress().getHostAddress() + " " + what);
    }
}
