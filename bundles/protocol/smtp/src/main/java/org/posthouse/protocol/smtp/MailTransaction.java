package org.posthouse.protocol.smtp;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.lib.wire.smtp.SmtpCommand;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/** MAIL, RCPT, DATA and the message, RFC 5321 §3.3. The transaction itself lives in the pipeline, under its id. */
final class MailTransaction {
    private MailTransaction() {}

    static Want mail(SmtpCommand.Mail mail, Turn turn) {
        Session session = turn.session();
        Optional<Reply> fault = MailParameters.fault(mail.parameters(), turn.desk());
        if (session.helo().isEmpty()) {
            return turn.wrong(Answers.HELLO_FIRST);
        } else if (turn.desk().dialect() == Dialect.SUBMISSION
                && session.submitter().isEmpty()) {
            return turn.wrong(Answers.LOGIN_FIRST);
        } else if (session.transaction().isPresent()) {
            return turn.wrong(Answers.IN_TRANSACTION);
        } else if (fault.isPresent()) {
            return turn.wrong(fault.get());
        }
        try {
            Intake.Begun begun = turn.desk().intake().begin(start(mail, turn));
            begun.transaction().ifPresent(session::begin);
            return turn.say(begun.reply());
        } catch (MailException e) {
            return turn.say(Reply.of(e));
        }
    }

    static Want rcpt(SmtpCommand.Rcpt rcpt, Turn turn) {
        Optional<String> transaction = turn.session().transaction();
        if (transaction.isEmpty()) {
            return turn.wrong(Answers.MAIL_FIRST);
        }
        Optional<Reply> fault = DsnParameters.fault(rcpt.parameters(), turn.desk());
        if (fault.isPresent()) {
            return turn.wrong(fault.get());
        }
        Reply reply;
        try {
            reply = turn.desk()
                    .intake()
                    .recipient(transaction.get(), new Recipient(rcpt.forwardPath(), rcpt.parameters()));
        } catch (MailException e) {
            reply = Reply.of(e);
        }
        if (reply.accepted()) {
            turn.session().recipientAccepted();
        } else if (reply.status().permanent()
                && turn.session().recipientRefused() > turn.desk().settings().maxRefusedRecipients()) {
            return turn.sendAway("refused recipients");
        }
        return turn.say(reply);
    }

    static Want data(Turn turn) {
        if (turn.session().transaction().isEmpty()) {
            return turn.wrong(Answers.MAIL_FIRST);
        }
        if (turn.session().recipients() == 0) {
            return turn.wrong(lmtp(turn) ? Answers.NO_RECIPIENTS_LMTP : Answers.NO_RECIPIENTS);
        }
        turn.reply(ReplyLines.of(Answers.GO_ON));
        turn.session().phase(Session.Phase.TEXT);
        return new Want.DotText(
                turn.desk().settings().maxMessageSize(), turn.desk().settings().dataPatience());
    }

    /** The message: to the pipeline, unless it is one that could be read in two ways. */
    static Want text(Input.Text text, Turn turn) {
        try (Content content = text.content()) {
            if (!text.clean()) {
                return refuseText(Answers.UNCLEAN, turn);
            }
            if (text.longestLine() > turn.desk().settings().maxLine()) {
                return refuseText(Answers.OVERLONG_LINE, turn);
            }
            return conclude(finish(content, turn), turn);
        }
    }

    /** Refuses the message, to each recipient where each gets an answer, and ends the transaction. */
    static Want refuseText(Reply reply, Turn turn) {
        int answers = answers(turn);
        turn.session()
                .transaction()
                .ifPresent(transaction -> turn.desk().intake().refuse(transaction, reply));
        turn.session().endTransaction();
        return conclude(Collections.nCopies(answers, reply), turn);
    }

    /** Ends the transaction, if there is one. */
    static void abort(Turn turn) {
        turn.session().transaction().ifPresent(turn.desk().intake()::abort);
        turn.session().endTransaction();
    }

    private static List<Reply> finish(Content content, Turn turn) {
        String transaction = turn.session().transaction().orElseThrow();
        int answers = answers(turn);
        turn.session().endTransaction();
        try {
            List<Reply> replies = turn.desk().intake().finish(transaction, content);
            if (replies.stream().anyMatch(Reply::accepted)) {
                turn.session().mailTaken(turn.desk().clock().instant());
            }
            return replies;
        } catch (MailException e) {
            return Collections.nCopies(answers, Reply.of(e));
        }
    }

    private static Want conclude(List<Reply> replies, Turn turn) {
        replies.forEach(reply -> turn.reply(ReplyLines.of(reply)));
        return turn.nextCommand();
    }

    /** How many replies follow the message: one, or for LMTP one for each recipient, RFC 2033 §4.2. */
    private static int answers(Turn turn) {
        return lmtp(turn) ? turn.session().recipients() : 1;
    }

    private static Intake.Start start(SmtpCommand.Mail mail, Turn turn) {
        Map<String, String> parameters = new TreeMap<>(mail.parameters());
        parameters.remove("AUTH");
        return new Intake.Start(
                turn.client(),
                turn.desk().dialect().via(),
                protocol(turn),
                turn.session().helo(),
                mail.reversePath(),
                turn.session().submitter(),
                parameters);
    }

    /** The WITH protocol of the Received field, RFC 3848. */
    private static String protocol(Turn turn) {
        if (!turn.session().extended()) {
            return "SMTP";
        }
        return turn.desk().dialect().protocol()
                + (turn.client().tls().isPresent() ? "S" : "")
                + (turn.session().submitter().isPresent() ? "A" : "");
    }

    private static boolean lmtp(Turn turn) {
        return turn.desk().dialect() == Dialect.LMTP;
    }
}
