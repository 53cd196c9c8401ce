package org.posthouse.lib.search;

import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.mime.Structure;

/** A message that is looked through, and read as far as it is asked for. For one thread. */
public interface Searched {
    Structure structure() throws MailException;

    Content content() throws MailException;

    /** Octets from here on, at most so many. */
    byte[] bytes(long offset, int limit) throws MailException;
}
