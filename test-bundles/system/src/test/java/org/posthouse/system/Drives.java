package org.posthouse.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which mail program a test drives, by which doors and to do what: what the table of docs/clients.md is made of. Public, for JUnit looks
 * into what collects several of them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Drives.All.class)
public @interface Drives {
    /** The name of the program. */
    String value();

    /** What Debian calls its package; empty where it comes from elsewhere. */
    String debian() default "";

    /** Standard ports. */
    int[] ports();

    Deed[] deeds();

    /** What people do with mail. */
    enum Deed {
        SEND("send"),
        READ("read"),
        FLAG("flag"),
        COPY("copy"),
        MOVE("move"),
        DELETE("delete"),
        FOLDERS("folders"),
        LARGE("20 MB"),
        IDLE("IDLE");

        private final String title;

        Deed(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        Drives[] value();
    }
}
