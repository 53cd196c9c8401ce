package org.posthouse.core.net;

/** A conversation has come to its end before its time. */
final class Over extends Exception {
    private static final long serialVersionUID = 1;

    private final String farewell;

    /** @param farewell the line to say; empty: none */
    Over(String farewell) {
        super(farewell, null, false, false);
        this.farewell = farewell;
    }

    String farewell() {
        return farewell;
    }
}
