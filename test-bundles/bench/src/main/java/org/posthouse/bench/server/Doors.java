package org.posthouse.bench.server;

import org.posthouse.testkit.Ports;

/**
 * Where a server listens: the standard numbers plus an offset.
 *
 * @param offset claimed until this process ends
 */
public record Doors(int offset) {
    private static final int SMTP = 25;
    private static final int LMTP = 24;
    private static final int IMAP = 143;

    /** Where nobody listens or is about to. */
    static Doors free() {
        return new Doors(Ports.offset());
    }

    public int smtp() {
        return SMTP + offset;
    }

    public int lmtp() {
        return LMTP + offset;
    }

    public int imap() {
        return IMAP + offset;
    }
}
