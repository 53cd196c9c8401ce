package org.posthouse.api.store;

/** How much was done for a store: messages or files, and octets. */
public record CareReport(long count, long octets) {
    public static final CareReport NOTHING = new CareReport(0, 0);

    public CareReport {
        if (count < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }

    /** Both together. */
    public CareReport plus(CareReport other) {
        return new CareReport(count + other.count, octets + other.octets);
    }
}
