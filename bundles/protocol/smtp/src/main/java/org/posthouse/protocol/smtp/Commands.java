package org.posthouse.protocol.smtp;

import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.lib.wire.smtp.SmtpCommand;
import org.posthouse.spi.protocol.Want;

/** Each command to its place; the small ones are done here. */
final class Commands {

    private Commands() {}

    static Want perform(SmtpCommand command, Turn turn) {
        if (idle(command)
                && turn.session().idleCommand() > turn.desk().settings().maxIdleCommands()) {
            return turn.sendIdlerAway();
        }
        if (command instanceof SmtpCommand.Mail mail) {
            return MailTransaction.mail(mail, turn);
        } else if (command instanceof SmtpCommand.Rcpt rcpt) {
            return MailTransaction.rcpt(rcpt, turn);
        } else if (command instanceof SmtpCommand.Data) {
            return MailTransaction.data(turn);
        } else if (command instanceof SmtpCommand.Bdat) {
            return turn.wrong(Answers.NO_CHUNKING);
        } else if (command instanceof SmtpCommand.Ehlo ehlo) {
            return lmtp(turn) ? turn.wrong(Answers.UNKNOWN) : Hello.hello(ehlo.name(), true, turn);
        } else if (command instanceof SmtpCommand.Helo helo) {
            return lmtp(turn) ? turn.wrong(Answers.UNKNOWN) : Hello.hello(helo.name(), false, turn);
        } else if (command instanceof SmtpCommand.Lhlo lhlo) {
            return lmtp(turn) ? Hello.hello(lhlo.name(), true, turn) : turn.wrong(Answers.UNKNOWN);
        } else if (command instanceof SmtpCommand.Auth auth) {
            return Login.auth(auth, turn);
        }
        return small(command, turn);
    }

    /** Whether it brings no mail nearer, and can be said again and again. */
    private static boolean idle(SmtpCommand command) {
        return command instanceof SmtpCommand.Noop
                || command instanceof SmtpCommand.Rset
                || command instanceof SmtpCommand.Vrfy
                || command instanceof SmtpCommand.Help
                || command instanceof SmtpCommand.Ehlo
                || command instanceof SmtpCommand.Helo
                || command instanceof SmtpCommand.Lhlo;
    }

    private static Want small(SmtpCommand command, Turn turn) {
        if (command instanceof SmtpCommand.Rset) {
            MailTransaction.abort(turn);
            return turn.say(Answers.OK);
        } else if (command instanceof SmtpCommand.Noop) {
            return turn.say(Answers.OK);
        } else if (command instanceof SmtpCommand.Quit) {
            MailTransaction.abort(turn);
            return turn.close(Answers.BYE);
        } else if (command instanceof SmtpCommand.StartTls) {
            return startTls(turn);
        } else if (command instanceof SmtpCommand.Vrfy) {
            // Whether an address exists is told at RCPT, to those who mean to send, RFC 5321 §7.3.
            return turn.say(Answers.CANNOT_VERIFY);
        } else if (command instanceof SmtpCommand.Expn) {
            return turn.wrong(Answers.NOT_HERE);
        } else if (command instanceof SmtpCommand.Help) {
            return turn.say(help(turn));
        } else if (command instanceof SmtpCommand.Malformed malformed) {
            return turn.wrong(malformed.reply());
        }
        return turn.wrong(Answers.UNKNOWN);
    }

    /** RFC 3207 §4: all before it is forgotten once it is on; what was pipelined behind it is dropped. */
    private static Want startTls(Turn turn) {
        if (turn.client().tls().isPresent()) {
            return turn.wrong(Answers.ALREADY_SECURE);
        }
        if (!turn.client().tlsOffered()) {
            return turn.wrong(Answers.NOT_HERE);
        }
        MailTransaction.abort(turn);
        turn.reply(ReplyLines.of(Answers.READY_FOR_TLS));
        turn.session().phase(Session.Phase.TLS);
        return new Want.StartTls();
    }

    /** What there is here, RFC 5321 §4.1.1.8. */
    private static Reply help(Turn turn) {
        String hello = lmtp(turn) ? "LHLO" : "EHLO HELO";
        String login = Login.offered(turn.desk()) ? " AUTH" : "";
        String where = lmtp(turn) ? "RFC 2033 has" : "RFC 5321 and RFC 6409 have";
        return new Reply(
                214,
                Status.OK,
                hello + " MAIL RCPT DATA RSET NOOP QUIT VRFY STARTTLS" + login + ", as " + where + " them");
    }

    private static boolean lmtp(Turn turn) {
        return turn.desk().dialect() == Dialect.LMTP;
    }
}
