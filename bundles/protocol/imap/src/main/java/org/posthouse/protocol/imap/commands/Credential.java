package org.posthouse.protocol.imap.commands;

import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;

/** What LOGIN and AUTHENTICATE end in. */
final class Credential {
    private static final String PROTOCOL = "imap";

    private Credential() {}

    /** Why no password may be given here, if so: RFC 3501 §11.2, RFC 5530 §3. */
    static Optional<Completion> refusal(Session session) {
        return session.client().confidential()
                ? Optional.empty()
                : Optional.of(Completion.no("PRIVACYREQUIRED", "Start TLS first"));
    }

    /** Tries to log in; the caller wipes the password. */
    static Completion check(Session session, String name, char[] password) throws MailException {
        Optional<Account> account = session.services().accounts().login(session.client(), PROTOCOL, name, password);
        if (account.isEmpty()) {
            session.loginFailed();
            return Completion.no("AUTHENTICATIONFAILED", "Name or password is wrong");
        }
        if (!session.loggedInAs(account.get())) {
            return Completion.no("LIMIT", "You have too many connections already");
        }
        return Completion.ok(Capability.list(session), "Logged in");
    }
}
