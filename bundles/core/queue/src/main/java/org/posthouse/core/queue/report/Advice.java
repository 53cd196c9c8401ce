package org.posthouse.core.queue.report;

import java.util.Map;
import org.posthouse.api.mail.Status;

/** What a status means to a person, and what he may do. By subject and detail, RFC 3463 §3; those that are not known by subject. */
record Advice(String why, String help) {
    private static final String CHECK = "Check the address for a slip, or ask for the present one in another way.";
    private static final String LATER = "Send it again later, or reach the recipient in another way.";
    private static final String ASK = "Reach the recipient in another way, and let him ask his postmaster.";
    private static final String OURS = "Ask the postmaster of your mail system.";

    private static final Map<String, Advice> KNOWN = Map.ofEntries(
            Map.entry("1.1", new Advice("There is no such mailbox.", CHECK)),
            Map.entry("1.2", new Advice("The domain, the part after the @, does not exist.", CHECK)),
            Map.entry("1.3", new Advice("This cannot be an address.", CHECK)),
            Map.entry("1.6", new Advice("The mailbox has moved, and it is not known where to.", CHECK)),
            Map.entry("1.10", new Advice("The domain, the part after the @, takes no mail.", CHECK)),
            Map.entry("2.1", new Advice("The mailbox takes no mail.", ASK)),
            Map.entry("2.2", new Advice("The mailbox is full.", LATER)),
            Map.entry("2.3", new Advice("The message is too large for this mailbox.", "Send less at a time.")),
            Map.entry(
                    "3.4", new Advice("The message is too large for the recipient's server.", "Send less at a time.")),
            Map.entry("4.1", new Advice("The recipient's server does not answer.", LATER)),
            Map.entry("4.4", new Advice("It is not known how to reach the recipient's server.", CHECK)),
            Map.entry("4.6", new Advice("The address leads in a circle.", OURS)),
            Map.entry("4.7", new Advice("It could not be delivered in the time there was.", LATER)),
            Map.entry("7.1", new Advice("The recipient's server refuses it.", ASK)));

    private static final Map<Integer, Advice> BY_SUBJECT = Map.of(
            1, new Advice("The address is refused.", CHECK),
            2, new Advice("The mailbox takes no mail at present.", LATER),
            3, new Advice("The recipient's server cannot take it.", LATER),
            4, new Advice("The recipient's server cannot be reached.", LATER),
            5, new Advice("The servers did not understand each other.", OURS),
            6, new Advice("The recipient's server cannot take a message of this form.", ASK),
            7, new Advice("The recipient's server refuses it.", ASK));

    private static final Advice OTHER = new Advice("It could not be delivered.", ASK);

    static Advice of(Status status) {
        Advice known = KNOWN.get(status.subject() + "." + status.detail());
        return known == null ? BY_SUBJECT.getOrDefault(status.subject(), OTHER) : known;
    }
}
