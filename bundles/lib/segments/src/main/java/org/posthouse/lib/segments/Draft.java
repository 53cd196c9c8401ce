package org.posthouse.lib.segments;

import java.util.Optional;
import org.posthouse.api.mail.MailException;

/**
 * Says what a record is to hold when it is known where it will lie, and so in which order it comes. On the writer's thread, which does
 * nothing else meanwhile.
 */
public interface Draft {
    /**
     * The meta part; changes nothing, for the record may be asked for again with another place. Empty: nothing is to be written after
     * all, and the record is never placed.
     *
     * @throws MailException the record is not written and fails with this
     */
    Optional<byte[]> meta(Spot spot) throws MailException;

    /** It has been written, and is not safe yet; the next record may build upon it. */
    void written(Place place);
}
