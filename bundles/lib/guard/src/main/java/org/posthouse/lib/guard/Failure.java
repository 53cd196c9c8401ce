package org.posthouse.lib.guard;

import java.util.Arrays;

/** What a plug-in threw, in words. Its message is left out: it may be of mail. */
final class Failure {
    private Failure() {}

    static String words(Throwable thrown) {
        return thrown instanceof FailedException failed
                ? failed.getMessage()
                : words(simple(thrown.getClass().getName()), thrown.getStackTrace());
    }

    static String words(String type, StackTraceElement[] places) {
        String place = Arrays.stream(places)
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .map(frame -> " at " + simple(frame.getClassName()) + "." + frame.getMethodName() + " (line "
                        + frame.getLineNumber() + ")")
                .orElse("");
        return "it threw " + type + place;
    }

    static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
