package org.posthouse.console.queue;

import java.util.Locale;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.QueueAction;

/** What can be done with mail that waits, in the words of the page. */
enum Deed {
    RETRY(QueueAction.RETRY, "tried now", "is tried now, whatever the schedule says", false),
    HOLD(QueueAction.HOLD, "held", "is stopped until it is released", false),
    RELEASE(QueueAction.RELEASE, "released", "goes on", false),
    REQUEUE(QueueAction.REQUEUE, "begun anew", "begins anew, as if it had just come", false),
    BOUNCE(QueueAction.BOUNCE, "sent back", "is given up, and its sender is told", true),
    DELETE(QueueAction.DELETE, "deleted", "is removed without a word to anybody", true);

    private final QueueAction action;
    private final String done;
    private final String meaning;
    private final boolean grave;

    Deed(QueueAction action, String done, String meaning, boolean grave) {
        this.action = action;
        this.done = done;
        this.meaning = meaning;
        this.grave = grave;
    }

    static Deed of(String key) throws MailException {
        for (Deed each : values()) {
            if (each.key().equals(key)) {
                return each;
            }
        }
        throw Choice.refused("there is no such order: " + key);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String label() {
        return key();
    }

    QueueAction action() {
        return action;
    }

    /** Whether it cannot be taken back. */
    boolean grave() {
        return grave;
    }

    /** What it is afterwards: {@code deleted}. */
    String done() {
        return done;
    }

    /** {@code 3 mails deleted}. */
    String done(int count) {
        return mails(count) + " " + done;
    }

    /** A question before it is done with one mail. */
    String warning(String which) {
        return question(which, "It ");
    }

    /** The same with however many. */
    String warningOfAll(String which) {
        return question(which, "Each of them ");
    }

    private String question(String which, String it) {
        return which + ": " + label() + "? " + it + meaning + "." + (grave ? " This cannot be taken back." : "");
    }

    static String mails(int count) {
        return count + (count == 1 ? " mail" : " mails");
    }
}
