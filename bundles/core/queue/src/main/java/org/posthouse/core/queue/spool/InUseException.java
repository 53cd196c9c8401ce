package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Another has the spool: another process, or a version of this bundle that is not done writing. */
public final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(Path folder) {
        super(folder + " is open already: another server has it, or a former version of the queue is not done writing");
    }
}
