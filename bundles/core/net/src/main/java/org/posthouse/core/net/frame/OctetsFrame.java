package org.posthouse.core.net.frame;

import java.util.Optional;
import org.posthouse.spi.protocol.Input;

/** So many octets. */
final class OctetsFrame extends ContentFrame {
    private final long count;

    OctetsFrame(Spool spool, long count) {
        super(spool);
        this.count = count;
    }

    long count() {
        return count;
    }

    @Override
    int feed(byte[] octets) {
        int length = (int) Math.min(octets.length, count - spool.size());
        spool.write(octets, 0, length);
        return length;
    }

    @Override
    Optional<Input> whole() {
        if (spool.size() < count) {
            return Optional.empty();
        }
        return Optional.of(spool.failed() ? new Input.NoRoom() : new Input.Data(spool.finish()));
    }
}
