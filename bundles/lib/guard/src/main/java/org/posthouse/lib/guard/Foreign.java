package org.posthouse.lib.guard;

import java.util.concurrent.Callable;

/** Calls into a plug-in, on the guard's thread. */
public final class Foreign {
    private Foreign() {}

    /** What it throws is taken down here; only that the call is interrupted is told as it is. */
    public static <R> R call(Callable<R> work) throws FailedException, InterruptedException {
        try {
            return work.call();
        } catch (Throwable e) {
            if (e.getClass() == InterruptedException.class) {
                throw new InterruptedException();
            }
            throw FailedException.of(e);
        }
    }
}
