package org.posthouse.core.config.etc;

import java.io.IOException;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Somebody else has changed the same configuration at this very moment: who looks at it again may change it. Caused by a CONFLICT. */
public final class ChangedMeanwhileException extends IOException {
    private static final long serialVersionUID = 1;

    ChangedMeanwhileException(String message) {
        super(message, new MailException(MailException.Kind.CONFLICT, Status.NOT_NOW, message));
    }
}
