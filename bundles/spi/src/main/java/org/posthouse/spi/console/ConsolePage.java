package org.posthouse.spi.console;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.MailException;

/**
 * A page of the web console, in its category Mail. The console's frame brings menu, title, login and every check of who asks; a page
 * brings its main part, made with {@code org.posthouse.lib.page}. One instance serves all visits, on many threads at once; each call has
 * a deadline. What it throws is shown as a failure of this page, and of no other.
 */
@ConsumerType
public interface ConsolePage {
    /** The last part of its address, of letters a to z: {@code queue} is {@code /system/console/mail/queue}. */
    String path();

    /** What the menu calls it. */
    String title();

    /** Where it stands in the menu: the smallest comes first. */
    int place();

    /** The main part of the page as HTML; its first element is the heading {@code h1}. Reads and changes nothing. Within 10 s. */
    String show(Visit visit) throws MailException;

    /** A file below this page, by {@link Visit#below}; empty: there is none, and the page is shown. Within 10 s. */
    default Optional<PageFile> file(Visit visit) throws MailException {
        return Optional.empty();
    }

    /**
     * An order by POST, or by PUT with a body. It comes from a form of this page, and is in the audit log afterwards together with what
     * is said of it. Within 2 min; what may replace this very page is a {@link Said#by deed}.
     */
    default Said act(Visit visit) throws MailException {
        return Said.notDone("There is nothing to be done on this page.");
    }
}
