package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.util.Arrays;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;

/** Mails that are done with. */
record RemovedRecord(long[] serials) {
    static final int TYPE = 18;

    private static final int LEVEL = 1;

    Append mark(boolean force) {
        return force ? Append.forced(TYPE, encode(), new byte[0]) : Append.lazy(TYPE, encode());
    }

    byte[] encode() {
        Fields fields = new Fields().number(LEVEL).number(serials.length);
        Arrays.stream(serials).forEach(fields::number);
        return fields.octets();
    }

    static RemovedRecord decode(byte[] octets) throws IOException {
        FieldReader fields = new FieldReader(octets);
        fields.level(LEVEL);
        long count = fields.number();
        if (count < 0 || count > octets.length) {
            throw new IOException("more mails than octets");
        }
        long[] serials = new long[(int) count];
        for (int i = 0; i < serials.length; i++) {
            serials[i] = fields.number();
        }
        return new RemovedRecord(serials);
    }
}
