package org.posthouse.system;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls of the system as {@code strace -f} writes them, a line each, and which of them had put something on the disk when they ended. */
final class ForcedCalls {
    private static final Pattern FORCED = Pattern.compile("\\b(?:fdatasync|fsync)(?:\\(| resumed).*= 0");
    /** A file that is opened with O_DSYNC, such as the database's log: each write forces what it writes. */
    private static final Pattern OPENED = Pattern.compile("openat(?:\\(| resumed).*= (\\d+)$");

    private static final Pattern WRITES = Pattern.compile("\\b(?:write|pwrite64)\\((\\d+),");
    private static final Pattern WRITTEN = Pattern.compile("\\b(?:write|pwrite64) resumed");
    private static final Pattern CLOSES = Pattern.compile("\\bclose\\((\\d+)");

    private final List<String> lines;
    private final BitSet forces = new BitSet();
    private final Set<String> forcing = new HashSet<>();
    /** By thread: what its unfinished call is about, a file to open or a write that forces. */
    private final Map<String, String> unfinished = new HashMap<>();

    ForcedCalls(List<String> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            if (forces(lines.get(i))) {
                forces.set(i);
            }
        }
    }

    private boolean forces(String line) {
        String thread = line.substring(0, line.indexOf(' '));
        if (line.contains("O_SYNC") || line.contains("O_DSYNC")) {
            unfinished.put(thread, "open");
        }
        Matcher opened = OPENED.matcher(line);
        if (opened.find()) {
            if ("open".equals(unfinished.remove(thread))) {
                forcing.add(opened.group(1));
            }
            return false;
        }
        if (line.contains("openat") && !line.endsWith("<unfinished ...>")) {
            unfinished.remove(thread);
            return false;
        }
        Matcher closes = CLOSES.matcher(line);
        if (closes.find()) {
            forcing.remove(closes.group(1));
            return false;
        }
        Matcher writes = WRITES.matcher(line);
        if (writes.find() && forcing.contains(writes.group(1))) {
            if (line.endsWith("<unfinished ...>")) {
                unfinished.put(thread, "write");
                return false;
            }
            return true;
        }
        return FORCED.matcher(line).find()
                || (WRITTEN.matcher(line).find() && "write".equals(unfinished.remove(thread)));
    }

    /** The first line after this one with such a call and these words in it. */
    int next(int after, Pattern call, String words) {
        for (int i = after + 1; i < lines.size(); i++) {
            if (lines.get(i).contains(words) && call.matcher(lines.get(i)).find()) {
                return i;
            }
        }
        throw new AssertionError("no call with " + words + " after line " + after);
    }

    /** What such calls after the one line and before the other returned, together; the pattern's group says what each did. */
    long sum(int after, int before, Pattern call) {
        return lines.subList(after + 1, before).stream()
                .map(call::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** Whether something was forced after the one line and before the other. */
    boolean forced(int after, int before) {
        int next = forces.nextSetBit(after + 1);
        return next >= 0 && next < before;
    }
}
