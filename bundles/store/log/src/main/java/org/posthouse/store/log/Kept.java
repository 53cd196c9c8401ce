package org.posthouse.store.log;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.posthouse.lib.store.Box;

/**
 * A mailbox as an account's record knows it: where its columns are, and their second copies, in which segments its messages lie, and which
 * files they have. It leans on segments, or, below zero, files in which messages may lie whose ends its own share. Which messages its
 * parts have is known if it has been read or written since the start.
 */
record Kept(Box box, long[] parts, long[] twins, long[] segments, long[] files, long[] leans, List<Cut> cuts) {
    /** Octets of a message in columns, about. */
    static final long EACH = 36;

    private static final long RECORD = 256;
    private static final long RECORD_EACH = 128;

    /** All segments in which something of it may lie. */
    LongStream holds() {
        return LongStream.concat(
                LongStream.concat(Arrays.stream(segments), columns().map(Positions::segment)),
                Arrays.stream(leans).filter(lean -> lean > 0));
    }

    /** All files of messages that it may need. */
    LongStream needs() {
        return LongStream.concat(
                Arrays.stream(files),
                Arrays.stream(leans).filter(lean -> lean < 0).map(lean -> -lean));
    }

    /** Where its columns are, both copies. */
    LongStream columns() {
        return LongStream.concat(Arrays.stream(parts), Arrays.stream(twins));
    }

    Kept withCuts(List<Cut> known) {
        return new Kept(box, parts, twins, segments, files, leans, List.copyOf(known));
    }

    /** About how many octets a part takes. */
    long octets(int part) {
        return cuts.isEmpty()
                ? EACH * box.messages() / parts.length
                : cuts.get(part).weight();
    }

    /** About how many octets the record of an account with so many mailboxes takes. */
    static long weight(int boxes) {
        return RECORD + RECORD_EACH * boxes;
    }
}
