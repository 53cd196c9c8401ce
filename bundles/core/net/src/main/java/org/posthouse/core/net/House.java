package org.posthouse.core.net;

/**
 * How this server was started.
 *
 * @param bind address that listeners without one of their own bind; empty: all
 * @param portOffset added to every port
 * @param demo whether it is a demonstration on loopback
 */
record House(String bind, int portOffset, boolean demo) {
    /** Stands for the address of this machine that no other reaches. */
    static final String LOOPBACK = "loopback";

    /**
     * Where a listener binds that is set so: nothing stands for what the server was started with, {@value #LOOPBACK} for that if it is of
     * the loopback, too, and 127.0.0.1 otherwise.
     */
    String address(String set) {
        if (set.isBlank()) {
            return bind;
        }
        if (!set.strip().equalsIgnoreCase(LOOPBACK)) {
            return set.strip();
        }
        return bind.startsWith("127.") || bind.equals("::1") ? bind : "127.0.0.1";
    }
}
