package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** How what was written becomes safe. */
@FunctionalInterface
public interface Forcing {
    /** Data, and of the file's attributes what is needed to read it: fdatasync. */
    Forcing DATA = channel -> channel.force(false);

    void force(FileChannel channel) throws IOException;
}
