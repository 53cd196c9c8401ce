package org.posthouse.core.accounts;

import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.crypto.PasswordHash;

/** No hash at all, but counted. */
final class PlainHash implements PasswordHash {
    private final AtomicInteger checks = new AtomicInteger();

    private Runnable meanwhile = () -> {};

    /** Happens while a password is looked at. */
    void meanwhile(Runnable event) {
        meanwhile = event;
    }

    int checks() {
        return checks.get();
    }

    @Override
    public String hash(char[] password) {
        return "$argon2id$" + new String(password);
    }

    @Override
    public boolean matches(String hash, char[] password) {
        checks.incrementAndGet();
        meanwhile.run();
        return hash.equals(hash(password));
    }
}
