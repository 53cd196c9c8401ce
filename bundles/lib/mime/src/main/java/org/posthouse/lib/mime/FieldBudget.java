package org.posthouse.lib.mime;

/** How many octets of header fields are kept of one message, all its parts together. */
final class FieldBudget {
    /** For the whole message. */
    private static final int WHOLE = 2 * 1024 * 1024;

    /** For one field. */
    private static final int FIELD = 512 * 1024;

    private int left = WHOLE;

    /** How many of these octets may be kept by a field that has so many already. */
    int take(int wanted, int had) {
        int taken = Math.max(0, Math.min(wanted, Math.min(left, FIELD - had)));
        left -= taken;
        return taken;
    }
}
