package org.posthouse.spi.protocol;

import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Content;

/** Replies, in order. Never blocks; sent when the conversation returns its next wish, or earlier when much has gathered. */
@ProviderType
public interface Output {
    /** The text and CRLF, in UTF-8. The text has no line ends. */
    Output line(String text);

    /** These octets, which the caller does not change any more. */
    Output bytes(byte[] octets);

    /** A range of the content, read as the client takes it; the output closes the content when it is sent or the connection ends. */
    Output content(Content content, long offset, long count);

    /** Octets the client has not taken yet. */
    long pending();

    /** Octets to be written now: when there is no room, wish for {@link Want.Drained} before you write more. Less while memory is short. */
    default long room() {
        return (60 << 10) - pending();
    }

    /** Wakes this connection's conversation from outside; carries nothing; rings merge. Safe from any thread, holds no plug-in class, outlives versions. */
    Runnable bell();
}
