package org.posthouse.api.plugin;

import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** A version of a plug-in was not put to work, and nothing has changed; the message has all reasons in one line. */
public final class PlugInRefusedException extends MailException {
    private static final long serialVersionUID = 1;

    private final transient List<Reason> reasons;

    public PlugInRefusedException(String text, List<Reason> reasons) {
        super(Kind.PERMANENT, new Status(5, 3, 5), text);
        this.reasons = List.copyOf(reasons);
    }

    /** Each by itself; empty if there is nothing to be said but the message. */
    public List<Reason> reasons() {
        return reasons == null ? List.of() : reasons;
    }
}
