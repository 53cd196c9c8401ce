package org.posthouse.lib.guard;

import java.util.Arrays;

/** What a plug-in threw, in words. Its message is left out: it may be of mail. */
final class Failure {
    private Failure() {}

    static String words(Throwable thrown) {
        String place = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .map(frame -> " at " + simple(frame.getClassName()) + "." + frame.getMethodName() + " (line "
                        + frame.getLineNumber() + ")")
                .orElse("");
        return "it threw " + simple(thrown.getClass().getName()) + place;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
