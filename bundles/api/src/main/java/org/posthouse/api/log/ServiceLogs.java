package org.posthouse.api.log;

import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/** The logs of all services. May be asked by any thread, as often as there are events; waits for nothing. */
@ProviderType
public interface ServiceLogs {
    /**
     * The log of one piece of work. Follows every change of what is set for its service.
     *
     * @param service a protocol (smtp, submission, lmtp, imap, pop3), or delivery
     * @param id what each line begins with: the id of a connection or of a mail
     */
    EventLog of(String service, String id);

    /** What is in force for each service that was set, or that has told something. */
    SortedMap<String, Detail> details();
}
