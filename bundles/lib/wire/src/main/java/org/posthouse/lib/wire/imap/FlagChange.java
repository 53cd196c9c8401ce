package org.posthouse.lib.wire.imap;

import java.util.Set;

/** What STORE does to flags, RFC 3501 §6.4.6. */
public record FlagChange(Mode mode, boolean silent, Set<String> flags) {
    /** With the flags that are there. */
    public enum Mode {
        REPLACE,
        ADD,
        REMOVE
    }

    public FlagChange {
        flags = Set.copyOf(flags);
    }

    /** store-att-flags. */
    public static FlagChange read(ImapReader in) throws ImapSyntaxException {
        Mode mode = in.skip('+') ? Mode.ADD : in.skip('-') ? Mode.REMOVE : Mode.REPLACE;
        String item = in.keyword();
        boolean silent = item.equals("FLAGS.SILENT");
        if (!silent && !item.equals("FLAGS")) {
            throw new ImapSyntaxException("Expected FLAGS");
        }
        return new FlagChange(mode, silent, Flags.readListOrBare(in.space()));
    }
}
