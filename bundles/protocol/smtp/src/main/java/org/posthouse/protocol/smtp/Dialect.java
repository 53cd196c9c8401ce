package org.posthouse.protocol.smtp;

import org.posthouse.api.pipeline.Via;

/** The three ways to speak SMTP: between servers (RFC 5321), from users (RFC 6409), and with delivery before the answer (RFC 2033). */
enum Dialect {
    MX(Via.MX, "ESMTP"),
    SUBMISSION(Via.SUBMISSION, "ESMTP"),
    LMTP(Via.LMTP, "LMTP");

    private final Via via;
    private final String protocol;

    Dialect(Via via, String protocol) {
        this.via = via;
        this.protocol = protocol;
    }

    Via via() {
        return via;
    }

    /** As greetings and Received fields name it, RFC 3848. */
    String protocol() {
        return protocol;
    }
}
