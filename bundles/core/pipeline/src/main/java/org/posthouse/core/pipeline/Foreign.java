package org.posthouse.core.pipeline;

import java.util.concurrent.Callable;
import org.posthouse.lib.guard.FailedException;

/** Calls into a filter, on the guard's thread. */
final class Foreign {
    private Foreign() {}

    /** What it throws is taken down here; only that memory is short, or that the call is interrupted, is told as it is. */
    static <R> R call(Callable<R> work) throws FailedException, InterruptedException {
        try {
            return work.call();
        } catch (Exception | Error e) {
            if (e.getClass() == InterruptedException.class) {
                throw new InterruptedException();
            }
            if (e.getClass() == OutOfMemoryError.class) {
                throw (OutOfMemoryError) e;
            }
            throw FailedException.of(e);
        }
    }
}
