package org.posthouse.console.web.login;

import java.time.Instant;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;

/** An administrator who has logged in. */
public final class Session {
    private final AccountId account;
    private final String name;
    private final Instant began;
    private volatile Instant seen;
    private String message = "";

    Session(AccountId account, String name, Instant began) {
        this.account = account;
        this.name = name;
        this.began = began;
        this.seen = began;
    }

    AccountId account() {
        return account;
    }

    /** The account's address. */
    public String name() {
        return name;
    }

    Instant began() {
        return began;
    }

    Instant seen() {
        return seen;
    }

    void seen(Instant now) {
        seen = now;
    }

    /** What the next page says first: what became of a request. */
    public synchronized void say(String text) {
        message = text;
    }

    /** Said once. */
    public synchronized Optional<String> message() {
        String said = message;
        message = "";
        return said.isEmpty() ? Optional.empty() : Optional.of(said);
    }
}
