package org.posthouse.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.spi.protocol.Want;

/** The greeting, and EHLO, HELO and LHLO, RFC 5321 §3.1 and §4.1.1.1. */
final class Hello {
    private Hello() {}

    /** No enhanced status codes here, RFC 2034 §4. */
    static Want greet(Turn turn) {
        Reply reply;
        try {
            reply = turn.desk()
                    .intake()
                    .connect(turn.client(), turn.desk().dialect().via());
        } catch (MailException e) {
            reply = Reply.of(e);
        }
        String host = turn.desk().settings().hostName();
        if (reply.accepted()) {
            turn.out()
                    .line(ReplyLines.plain(
                            220, host + " " + turn.desk().dialect().protocol() + " Posthouse"));
            return turn.nextCommand();
        }
        if (reply.status().temporary()) {
            turn.reply(ReplyLines.plain(421, host + " " + reply.text()));
            return new Want.Close();
        }
        turn.session().turnAway();
        turn.reply(ReplyLines.plain(554, host + " " + reply.text()));
        return turn.nextCommand();
    }

    /** The client says hello, which also ends a transaction, RFC 5321 §4.1.4. */
    static Want hello(String name, boolean extended, Turn turn) {
        MailTransaction.abort(turn);
        Reply reply;
        try {
            reply = turn.desk()
                    .intake()
                    .helo(turn.client(), turn.desk().dialect().via(), name);
        } catch (MailException e) {
            reply = Reply.of(e);
        }
        if (!reply.accepted()) {
            return turn.say(reply);
        }
        turn.session().hello(name, extended);
        List<String> lines = new ArrayList<>(List.of(turn.desk().settings().hostName()));
        if (extended) {
            lines.addAll(keywords(turn));
        }
        ReplyLines.plain(250, lines).forEach(turn.out()::line);
        return turn.nextCommand();
    }

    private static List<String> keywords(Turn turn) {
        List<String> keywords = new ArrayList<>();
        keywords.add("PIPELINING");
        keywords.add("SIZE " + turn.desk().settings().maxMessageSize());
        keywords.add("8BITMIME");
        keywords.add("ENHANCEDSTATUSCODES");
        if (DsnParameters.offered(turn.desk())) {
            keywords.add("DSN");
        }
        if (turn.client().tlsOffered()) {
            keywords.add("STARTTLS");
        }
        if (Login.offered(turn.desk()) && turn.client().confidential()) {
            keywords.add("AUTH " + String.join(" ", Mechanisms.names()));
        }
        keywords.add("HELP");
        return keywords;
    }
}
