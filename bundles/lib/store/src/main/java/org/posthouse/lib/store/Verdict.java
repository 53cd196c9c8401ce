package org.posthouse.lib.store;

/** How a message was found by who looked at all of it. */
public enum Verdict {
    SOUND("is sound"),
    MISSING("its octets are not where they should be"),
    /** What says how long its parts are. */
    FRAME("what stands around it is damaged"),
    SIZE("it is not as long as it should be"),
    STRUCTURE("its structure does not match its checksum"),
    MESSAGE("it does not match its checksum");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** For a flaw. */
    public String words() {
        return words;
    }
}
