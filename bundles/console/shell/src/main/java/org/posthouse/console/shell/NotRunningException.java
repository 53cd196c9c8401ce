package org.posthouse.console.shell;

import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Only a running server could do that, and there is none; exit status 3. */
final class NotRunningException extends MailException {
    private static final long serialVersionUID = 1;

    NotRunningException(String home) {
        super(
                Kind.RETRY,
                Status.NOT_NOW,
                "the server of " + home + " is not running; start it with 'posthouse start --home " + home + "'");
    }
}
