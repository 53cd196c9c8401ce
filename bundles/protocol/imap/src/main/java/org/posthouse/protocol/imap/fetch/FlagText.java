package org.posthouse.protocol.imap.fetch;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Set;
import org.posthouse.api.store.Snapshot;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Updates;

/** Lists of flags as they are written. Most messages of a snapshot share a few sets of flags, which are put into words once. */
final class FlagText {
    private static final int MOST = 64;

    private final Selected mailbox;
    private final Snapshot snapshot;
    private final IdentityHashMap<Set<String>, byte[]> known = new IdentityHashMap<>();
    private Set<String> last = Set.of();
    private byte[] lastText = {};

    FlagText(Selected mailbox, Snapshot snapshot) {
        this.mailbox = mailbox;
        this.snapshot = snapshot;
    }

    /** Of the message at this index, in parentheses; not to be changed. */
    byte[] of(int index) {
        if (mailbox.recent().contains(snapshot.uid(index))) {
            return print(index);
        }
        Set<String> flags = snapshot.flags(index);
        if (flags != last || lastText.length == 0) {
            if (known.size() > MOST) {
                known.clear();
            }
            lastText = known.computeIfAbsent(flags, set -> print(index));
            last = flags;
        }
        return lastText;
    }

    private byte[] print(int index) {
        return Updates.flagList(mailbox, snapshot, index).getBytes(StandardCharsets.US_ASCII);
    }
}
