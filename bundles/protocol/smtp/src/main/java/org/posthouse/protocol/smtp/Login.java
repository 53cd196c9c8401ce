package org.posthouse.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.lib.sasl.Credentials;
import org.posthouse.lib.sasl.Mechanism;
import org.posthouse.lib.sasl.Mechanism.Step;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.lib.wire.smtp.SmtpCommand;
import org.posthouse.lib.wire.smtp.SmtpParser;
import org.posthouse.spi.protocol.Want;

/** AUTH, RFC 4954. */
final class Login {
    private Login() {}

    /** Whether users log in at this desk at all. */
    static boolean offered(Desk desk) {
        return switch (desk.dialect()) {
            case MX -> desk.settings().loginOnMx();
            case SUBMISSION -> true;
            case LMTP -> false;
        };
    }

    static Want auth(SmtpCommand.Auth auth, Turn turn) {
        Optional<Reply> obstacle = obstacle(turn);
        if (obstacle.isPresent()) {
            return turn.wrong(obstacle.get());
        }
        Optional<Mechanism> mechanism = Mechanisms.begin(auth.mechanism());
        if (mechanism.isEmpty()) {
            return turn.wrong(Answers.NO_SUCH_MECHANISM);
        }
        turn.session().login(mechanism);
        Optional<byte[]> initialResponse = auth.initialResponse().map(text -> text.getBytes(StandardCharsets.US_ASCII));
        return after(mechanism.get().start(initialResponse), turn);
    }

    /** The client's answer to a challenge, which is wiped: it may be a password. */
    static Want respond(byte[] line, Turn turn) {
        Optional<Mechanism> mechanism = turn.session().login();
        try {
            return mechanism.isEmpty()
                    ? turn.say(Answers.LOGIN_NOT_NOW)
                    : after(mechanism.get().respond(line), turn);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** The answer was longer than RFC 4954 §4 allows, which ends the exchange. */
    static Want lineTooLong(Turn turn) {
        turn.session().login(Optional.empty());
        return turn.wrong(Answers.LOGIN_LINE_TOO_LONG);
    }

    private static Optional<Reply> obstacle(Turn turn) {
        if (!offered(turn.desk())) {
            return Optional.of(Answers.NOT_HERE);
        } else if (!turn.session().extended()) {
            return Optional.of(Answers.HELLO_FIRST);
        } else if (turn.session().submitter().isPresent()) {
            return Optional.of(Answers.ALREADY_LOGGED_IN);
        } else if (turn.session().transaction().isPresent()) {
            return Optional.of(Answers.IN_TRANSACTION);
        } else if (!turn.client().confidential()) {
            return Optional.of(Answers.TLS_FIRST);
        }
        return Optional.empty();
    }

    private static Want after(Step step, Turn turn) {
        if (step instanceof Step.Challenge challenge) {
            turn.reply("334 " + challenge.base64());
            turn.session().phase(Session.Phase.LOGIN);
            return new Want.Line(
                    SmtpParser.MAX_AUTH_LINE, turn.desk().settings().loginPatience());
        }
        turn.session().login(Optional.empty());
        if (step instanceof Step.Claimed claimed) {
            try (Credentials credentials = claimed.credentials()) {
                return check(credentials, turn);
            }
        } else if (step instanceof Step.Malformed malformed) {
            return turn.wrong(Answers.malformedLogin(malformed.reason()));
        }
        return turn.wrong(Answers.LOGIN_CANCELLED);
    }

    private static Want check(Credentials credentials, Turn turn) {
        Optional<Account> account;
        try {
            // Nobody may act as somebody else yet, RFC 4616 §2. Whatever else is refused is logged by who refuses it.
            account = credentials.forAnother()
                    ? notForAnother(turn)
                    : turn.desk()
                            .accounts()
                            .orElseThrow()
                            .login(turn.client(), "smtp", credentials.authenticationId(), credentials.password());
        } catch (MailException e) {
            turn.note("could not log in: " + e.getMessage());
            return turn.say(Answers.LOGIN_NOT_NOW);
        }
        return account.map(known -> welcome(known, turn)).orElseGet(() -> refuse(turn));
    }

    private static Optional<Account> notForAnother(Turn turn) {
        turn.note("wanted to act as somebody else");
        return Optional.empty();
    }

    private static Want welcome(Account account, Turn turn) {
        if (!turn.client().loggedInAs(account.address().toString())) {
            return turn.say(Answers.TOO_MANY_CONNECTIONS);
        }
        turn.session().loggedIn(account.id());
        return turn.say(Answers.LOGGED_IN);
    }

    private static Want refuse(Turn turn) {
        if (turn.session().loginFailed() >= turn.desk().settings().maxFailedLogins()) {
            turn.reply(ReplyLines.of(Answers.LOGIN_REFUSED));
            return turn.sendAway("failed logins");
        }
        return turn.say(Answers.LOGIN_REFUSED);
    }
}
