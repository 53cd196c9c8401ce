package org.posthouse.core.queue.spool;

import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;

/** What became of one end of a recipient that stands for several: delivered or failed, never tried again. */
public record End(Address address, Status status, String reply) {
    /** Longest reply that is kept, in characters. */
    static final int MAX_REPLY = 400;

    public End {
        reply = line(reply);
    }

    /** One printable line of bounded length. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_REPLY));
        for (int i = 0; i < text.length() && i < MAX_REPLY; i++) {
            char c = text.charAt(i);
            line.append(c < 0x20 || c == 0x7f ? ' ' : c);
        }
        return line.toString();
    }
}
