package org.posthouse.store.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;

/** What the one message of a commit has in common with others: its last piece, if it is known what that is. */
record Common(StoreOp.Append append, String identity, long own) {
    /** Shorter ones are kept as they are: an overlay has octets of its own, too. */
    private static final long LEAST = 4096;

    private static final long MOST_OWN = 16 << 10;

    static Optional<Common> of(List<StoreOp> steps) {
        if (steps.size() != 1 || !(steps.get(0) instanceof StoreOp.Append append)) {
            return Optional.empty();
        }
        List<Content> pieces = append.message().pieces();
        Content last = pieces.get(pieces.size() - 1);
        long own = append.message().size() - last.size();
        return last.identity()
                .filter(name -> last.size() >= LEAST && own <= MOST_OWN)
                .map(name -> new Common(append, name, own));
    }

    /** Octets of what it shares. */
    long shared() {
        return append.message().size() - own;
    }

    /** What it begins with. */
    byte[] beginning() throws IOException {
        return append.message().bytes(0, (int) own);
    }
}
