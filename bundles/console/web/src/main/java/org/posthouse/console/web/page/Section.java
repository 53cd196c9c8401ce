package org.posthouse.console.web.page;

import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Html;

/** One part of the page, written anew each time it is looked at. */
public interface Section {
    /** Names it in the page's address and for its script; letters only. */
    String id();

    String title();

    void write(Html html) throws MailException;
}
