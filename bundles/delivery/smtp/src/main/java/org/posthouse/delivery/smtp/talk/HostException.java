package org.posthouse.delivery.smtp.talk;

import org.posthouse.api.mail.Status;

/** This host does not take the mail, whatever the recipient; another one might. The message is one line, fit for reports. */
class HostException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    HostException(Status status, String text) {
        this(status, text, null);
    }

    HostException(Status status, String text, Throwable cause) {
        super(text, cause);
        this.status = status;
    }

    Status status() {
        return status;
    }
}
