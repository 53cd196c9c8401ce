package org.posthouse.lib.guard;

import java.util.Arrays;

/**
 * What a plug-in threw, taken down in words and places by the thread that made the call: with it nothing of the plug-in's own code runs
 * where no deadline is. Only what the platform alone has made is kept as the cause.
 */
public final class FailedException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MOST_FRAMES = 1024;
    private static final int MOST_CAUSES = 20;

    private final String type;

    private FailedException(String words, String type) {
        super(words);
        this.type = type;
    }

    /** To be called while the guard stands by: what was thrown is asked here, and never again. */
    public static FailedException of(Throwable thrown) {
        String type = Failure.simple(thrown.getClass().getName());
        try {
            StackTraceElement[] places = thrown.getStackTrace();
            FailedException failed = new FailedException(Failure.words(type, places), type);
            failed.setStackTrace(Arrays.copyOf(places, Math.min(places.length, MOST_FRAMES)));
            if (plain(thrown, MOST_CAUSES)) {
                failed.initCause(thrown);
            }
            return failed;
        } catch (Exception | Error e) {
            return new FailedException(Failure.words(type, new StackTraceElement[0]), type);
        }
    }

    /** Whether it and its causes are of the platform's classes. */
    private static boolean plain(Throwable thrown, int causes) {
        ClassLoader loader = thrown.getClass().getClassLoader();
        if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        Throwable cause = thrown.getCause();
        return causes > 0
                && (cause == null || plain(cause, causes - 1))
                && Arrays.stream(thrown.getSuppressed()).allMatch(each -> plain(each, causes - 1));
    }

    /** The simple name of the class that was thrown. */
    public String type() {
        return type;
    }
}
