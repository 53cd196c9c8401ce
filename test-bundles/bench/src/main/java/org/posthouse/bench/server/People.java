package org.posthouse.bench.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who has mail at a server, all with the same password. Every run takes people whose mailboxes are empty, so that no run finds them fuller
 * than another.
 */
public final class People {
    /** So many share the mail of a run. */
    public static final int EACH = 100;

    static final String DOMAIN = "example.test";
    static final String PASSWORD = "bench";
    /** The same as cheaply hashed as can be: nobody is measured at the first login. */
    static final String HASH =
            "$argon2id$v=19$m=8,t=1,p=1$cG9zdGhvdXNlIGJlbmNoIQ$lcElyhR2EGNCAGegWxVZTajnOCvw2VAwlzEa08UvnUQ";

    private final int count;
    private final AtomicInteger taken = new AtomicInteger();

    People(int count) {
        this.count = count;
    }

    static String name(int number) {
        return "u" + number;
    }

    public static String address(int number) {
        return name(number) + "@" + DOMAIN;
    }

    public static String password() {
        return PASSWORD;
    }

    int count() {
        return count;
    }

    /** The first of the next hundred. */
    public int fresh() {
        int first = taken.getAndAdd(EACH);
        if (first + EACH > count) {
            throw new IllegalStateException("there are only " + count + " people");
        }
        return first;
    }
}
