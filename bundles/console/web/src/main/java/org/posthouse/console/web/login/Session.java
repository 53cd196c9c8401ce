package org.posthouse.console.web.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;

/** An administrator who has logged in. */
public final class Session {
    private final AccountId account;
    private final String name;
    private final Instant began;
    private final String token;
    private volatile Instant seen;
    private Optional<Note> note = Optional.empty();

    /** What became of an order. */
    public record Note(String sentence, boolean done) {}

    /** @param token proves that a form is of this session; empty: whoever comes brings a password each time */
    public Session(AccountId account, String name, Instant began, String token) {
        this.account = account;
        this.name = name;
        this.began = began;
        this.token = token;
        this.seen = began;
    }

    AccountId account() {
        return account;
    }

    /** The account's address. */
    public String name() {
        return name;
    }

    /** What every form of this session has in it. */
    public String token() {
        return token;
    }

    /**
     * Whether an order comes from a form or a script of this session. Who brings a password with each request needs no such proof: no
     * browser does that by itself.
     */
    public boolean sent(String proof) {
        return token.isEmpty()
                || MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
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

    /** What the next page says first. */
    public synchronized void say(String sentence, boolean done) {
        note = Optional.of(new Note(sentence, done));
    }

    /** Told once. */
    public synchronized Optional<Note> note() {
        Optional<Note> told = note;
        note = Optional.empty();
        return told;
    }
}
