package org.posthouse.protocol.pop3;

import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.sasl.Credentials;
import org.posthouse.lib.sasl.Mechanism;
import org.posthouse.lib.sasl.Mechanism.Step;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.lib.wire.pop3.Pop3Command;
import org.posthouse.lib.wire.pop3.Pop3Parser;
import org.posthouse.spi.protocol.Want;

/** The AUTHORIZATION state, RFC 1939 §4: USER and PASS, AUTH (RFC 5034), STLS (RFC 2595), and the maildrop's lock. */
final class Authorization {
    private static final String PROTOCOL = "pop3";

    private Authorization() {}

    static Want user(Pop3Command.User user, Turn turn) {
        if (!turn.client().confidential()) {
            return turn.wrong(Reply.TLS_FIRST);
        }
        turn.session().user(Optional.of(user.name()));
        // Whether there is such a user is not told, RFC 1939 §7 leaves it open.
        return turn.say(Reply.ok("Now the password"));
    }

    static Want pass(Pop3Command.Pass pass, Turn turn) {
        Optional<String> name = turn.session().user();
        turn.session().user(Optional.empty());
        if (!turn.client().confidential()) {
            return turn.wrong(Reply.TLS_FIRST);
        } else if (name.isEmpty()) {
            return turn.wrong(Reply.USER_FIRST);
        }
        Optional<Credentials> given = Credentials.of(name.get(), pass.password());
        if (given.isEmpty()) {
            return refuse(turn);
        }
        try (Credentials credentials = given.get()) {
            return check(credentials, turn);
        }
    }

    static Want auth(Pop3Command.Auth auth, Turn turn) {
        if (!turn.client().confidential()) {
            return turn.wrong(Reply.TLS_FIRST);
        }
        Optional<Mechanism> mechanism = Mechanisms.begin(auth.mechanism());
        if (mechanism.isEmpty()) {
            return turn.wrong(Reply.NO_SUCH_MECHANISM);
        }
        turn.session().exchange(mechanism);
        return after(mechanism.get().start(auth.initialResponse()), turn);
    }

    /** The client's answer to a challenge. */
    static Want respond(byte[] line, Turn turn) {
        return after(turn.session().exchange().orElseThrow().respond(line), turn);
    }

    /** The answer was longer than any can be, which ends the exchange. */
    static Want responseTooLong(Turn turn) {
        turn.session().exchange(Optional.empty());
        return turn.wrong(Reply.LINE_TOO_LONG);
    }

    private static Want after(Step step, Turn turn) {
        if (step instanceof Step.Challenge challenge) {
            turn.out().line("+ " + challenge.base64());
            turn.session().phase(Session.Phase.EXCHANGE);
            return new Want.Line(
                    Pop3Parser.MAX_AUTH_LINE, turn.services().settings().loginPatience());
        }
        turn.session().exchange(Optional.empty());
        if (step instanceof Step.Claimed claimed) {
            try (Credentials credentials = claimed.credentials()) {
                // Nobody may act as somebody else yet, RFC 4616 §2.
                return credentials.forAnother() ? refuse(turn) : check(credentials, turn);
            }
        } else if (step instanceof Step.Malformed malformed) {
            return turn.wrong(Reply.error(malformed.reason()));
        }
        return turn.wrong(Reply.CANCELLED);
    }

    /** STLS, RFC 2595 §4; what was pipelined behind it is dropped. */
    static Want startTls(Turn turn) {
        if (turn.client().tls().isPresent()) {
            return turn.wrong(Reply.TLS_IS_ON);
        } else if (!turn.client().tlsOffered()) {
            return turn.wrong(Reply.NO_TLS);
        }
        turn.session().goodCommand();
        turn.session().forget();
        turn.tell(Reply.ok("Begin TLS"));
        turn.session().phase(Session.Phase.TLS);
        return new Want.StartTls();
    }

    private static Want check(Credentials credentials, Turn turn) {
        try {
            Optional<Account> account = turn.services()
                    .accounts()
                    .login(turn.client(), PROTOCOL, credentials.authenticationId(), credentials.password());
            return account.isPresent() ? open(account.get(), turn) : refuse(turn);
        } catch (MailException e) {
            turn.note("could not log in: " + e.getMessage());
            return turn.say(Reply.of(e));
        }
    }

    /** Takes the lock and looks what there is; the lock is given back if that fails. */
    private static Want open(Account account, Turn turn) throws MailException {
        MailStore store = turn.services().store();
        if (!store.lock(account.id(), turn.client())) {
            return turn.say(Reply.IN_USE);
        }
        boolean opened = false;
        try {
            String inbox = store.mailboxes(account.id())
                    .named(Mailbox.INBOX)
                    .orElseThrow(() -> MailException.notNow("There is no INBOX"))
                    .id();
            Snapshot snapshot = store.read(account.id(), inbox);
            Maildrop maildrop = Maildrop.of(snapshot, turn.services().lineEnds().of(account.id(), snapshot, store));
            if (!turn.client().loggedInAs(account.address().toString())) {
                return turn.say(Reply.TOO_MANY_CONNECTIONS);
            }
            turn.session().loggedIn(account.id(), maildrop);
            opened = true;
            return turn.say(Reply.ok(maildrop.count() + " messages, " + maildrop.octets() + " octets"));
        } finally {
            if (!opened) {
                store.unlock(account.id(), turn.client());
            }
        }
    }

    private static Want refuse(Turn turn) {
        if (turn.session().loginFailed() >= turn.services().settings().failedLogins()) {
            turn.tell(Reply.WRONG);
            return turn.sendAway("failed logins");
        }
        return turn.say(Reply.WRONG);
    }
}
