package org.posthouse.core.net;

/** Why a client is sent away by core itself. */
enum Farewell {
    REPLACED("service is being replaced, try again"),
    CROWDED("too many connections, try again later"),
    BUSY("server is too busy, try again later"),
    OVERDUE("you have not logged in in time"),
    GARBLED("what you send cannot be decompressed"),
    STOPPING("server is shutting down"),
    CUT("connection closed by the administrator"),
    FAILED("internal failure, try again later");

    private final String reason;

    Farewell(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
