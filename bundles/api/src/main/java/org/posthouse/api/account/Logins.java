package org.posthouse.api.account;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;

/** Logging in, as an administrator looks at it: who is held up after logins that failed, and what would become of one. Any thread. */
@ProviderType
public interface Logins {
    /** Who has failed so often that further logins like his must wait; the last one to be let in comes first. */
    List<Held> held();

    /** Forgets the failed logins for this name, or from this IP address and its network; how many counts of them there were. */
    int release(String nameOrAddress);

    /**
     * Answers each question that a login is decided by. It counts as no login, neither failed nor last; the password is not kept. Blocks
     * for a password hash.
     *
     * @param protocol imap, pop3, smtp or console
     * @throws MailException temporarily: the directory is away, or too many log in
     */
    List<Step> examine(String protocol, String name, char[] password) throws MailException;

    /**
     * Somebody whose logins wait.
     *
     * @param name whose logins; empty: those of all names
     * @param network from where, an IPv4 address or an IPv6 network; empty: from everywhere
     * @param until when the next login like it is looked at; in the past: at once, and then only after a pause
     */
    record Held(String name, String network, int failures, Instant until) {}

    /**
     * One question and its answer.
     *
     * @param question directory, account, password, enabled, protocol or waiting
     * @param finding a sentence
     */
    record Step(String question, boolean passed, String finding) {}
}
