package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Change;

/** What operations returned whose commits are gone, as a record. */
final class Outcomes {
    private Outcomes() {}

    static byte[] encode(List<Change.Done> all) {
        Fields to = new Fields().number(Kind.OUTCOMES).number(Kind.LEVEL).number(all.size());
        all.forEach(done -> ChangeFormat.write(done, to));
        return to.octets();
    }

    /** Behind the kind. */
    static List<Change.Done> decode(FieldReader from) throws IOException {
        from.level(Kind.LEVEL);
        List<Change.Done> all = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            if (ChangeFormat.read(from) instanceof Change.Done done) {
                all.add(done);
            }
        }
        return all;
    }
}
