package org.posthouse.core.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash in the PHC string format, within limits that a server can bear.
 *
 * @param memory in KiB
 */
record Phc(int version, int memory, int passes, int lanes, byte[] salt, byte[] hash) {
    /** RFC 9106 §3.1: 0x13. */
    static final int VERSION = 19;

    private static final int OLD_VERSION = 16;
    private static final int MOST_MEMORY = 1 << 16;
    private static final int MOST_PASSES = 16;
    private static final int MOST_LANES = 16;
    private static final int MOST_TEXT = 512;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=(\\d{1,2})\\$m=(\\d{1,7}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

    Phc {
        within(version == VERSION || version == OLD_VERSION, "version");
        within(lanes >= 1 && lanes <= MOST_LANES, "lanes");
        // RFC 9106 §3.1: at least 8 KiB for each lane.
        within(memory >= 8 * lanes && memory <= MOST_MEMORY, "memory");
        within(passes >= 1 && passes <= MOST_PASSES, "passes");
        within(salt.length >= 8 && salt.length <= 64, "salt");
        within(hash.length >= 12 && hash.length <= 64, "hash");
    }

    /** Empty for text that is no such hash, or asks for more than a server can bear. */
    static Optional<Phc> parse(String text) {
        Matcher form = text.length() > MOST_TEXT ? FORM.matcher("") : FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Phc(
                    Integer.parseInt(form.group(1)),
                    Integer.parseInt(form.group(2)),
                    Integer.parseInt(form.group(3)),
                    Integer.parseInt(form.group(4)),
                    Base64.getDecoder().decode(form.group(5)),
                    Base64.getDecoder().decode(form.group(6))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=" + version + "$m=" + memory + ",t=" + passes + ",p=" + lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static void within(boolean limits, String what) {
        if (!limits) {
            throw new IllegalArgumentException(what + " out of limits");
        }
    }
}
