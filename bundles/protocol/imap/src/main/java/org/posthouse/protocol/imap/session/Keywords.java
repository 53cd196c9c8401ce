package org.posthouse.protocol.imap.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.spi.protocol.Output;

/** The keywords that the client knows to be in use in the mailbox. One that is new is told before a message that has it. */
public final class Keywords {
    private final Set<String> known;
    /** Where the mailbox stood when its keywords were looked at. */
    private Optional<ModSeq> looked = Optional.empty();

    public Keywords(Collection<String> known) {
        this.known = new TreeSet<>(known);
    }

    /** In order. */
    public List<String> known() {
        return List.copyOf(known);
    }

    /** What the FLAGS response has, RFC 3501 §7.2.6: system flags first. */
    public String flags() {
        return "(" + list() + ")";
    }

    /** What PERMANENTFLAGS has, RFC 3501 §7.1: new keywords can be made. */
    public String permanentFlags(boolean readOnly) {
        return readOnly ? "()" : "(" + list() + " \\*)";
    }

    private String list() {
        String system = String.join(" ", Flags.SYSTEM);
        return known.isEmpty() ? system : system + " " + String.join(" ", known);
    }

    /** Tells of keywords that have come into use, if there are any. */
    public void tell(Snapshot now, boolean readOnly, Output out) {
        if (looked.equals(Optional.of(now.modSeq()))) {
            return;
        }
        looked = Optional.of(now.modSeq());
        if (known.addAll(now.keywords())) {
            out.line("* FLAGS " + flags());
            out.line("* OK [PERMANENTFLAGS " + permanentFlags(readOnly) + "] Flags that are kept");
        }
    }

    /** Whether a mailbox has more keywords than these when it gets these flags. */
    public static boolean tooMany(Snapshot mailbox, Collection<String> flags, int most) {
        Set<String> after = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        after.addAll(mailbox.keywords());
        int before = after.size();
        flags.stream().filter(flag -> !Flags.SYSTEM.contains(flag)).forEach(after::add);
        return after.size() > before && after.size() > most;
    }
}
