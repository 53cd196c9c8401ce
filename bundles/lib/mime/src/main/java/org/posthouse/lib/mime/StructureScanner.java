package org.posthouse.lib.mime;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Finds the parts of a message in one pass over its octets, in time linear to them and in bounded memory: of a body only the beginning
 * of the line under way is kept, of headers the fields that a structure names. A line ends at LF; the CR before it belongs to the line
 * end. Whatever is malformed yields a structure all the same: a boundary that never closes ends with the part around it, a header that
 * has no end ends there too.
 */
public final class StructureScanner {
    private static final int CRLF = 2;
    /** Octets of one header line that are looked at. */
    private static final int MAX_HEADER_LINE = 512 * 1024;

    /** Octets of one body line that are looked at: a boundary with its marks. */
    private static final int MAX_BODY_LINE = 8192;

    private final Deque<OpenPart> open = new ArrayDeque<>();
    private final OpenPart root;
    private final FieldBudget budget = new FieldBudget();
    private byte[] carried = new byte[1024];
    private int carriedSize;
    private long offset;
    private long lineBegin;
    private long lines;
    private long missingLineEnds;
    private int lastTerminator;
    private boolean afterCr;
    private int parts = 1;

    public StructureScanner() {
        root = new OpenPart(0, 0, false, budget);
        open.push(root);
    }

    /** The next octets of the message; keeps nothing of the array. */
    public void feed(byte[] octets, int from, int count) {
        int end = from + count;
        int begin = from;
        while (begin < end) {
            int lineFeed = find(octets, begin, end);
            int stop = lineFeed < 0 ? end : lineFeed;
            if (lineFeed >= 0 && carriedSize == 0 && lineBegin == offset) {
                boolean cr = stop > begin && octets[stop - 1] == '\r';
                offset += stop + 1L - begin;
                line(octets, begin, Math.min(stop - (cr ? 1 : 0), begin + limit()), cr ? 2 : 1);
            } else {
                carry(octets, begin, stop);
                offset += stop - begin;
                if (lineFeed >= 0) {
                    offset++;
                    lineFromCarried();
                }
            }
            begin = stop + 1;
        }
    }

    private static int find(byte[] octets, int from, int end) {
        for (int i = from; i < end; i++) {
            if (octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int limit() {
        return open.getFirst().inHeader() ? MAX_HEADER_LINE : MAX_BODY_LINE;
    }

    private void carry(byte[] octets, int from, int to) {
        if (to > from) {
            afterCr = octets[to - 1] == '\r';
        }
        int take = Math.min(to - from, limit() - carriedSize);
        if (take > 0) {
            if (carriedSize + take > carried.length) {
                carried = Arrays.copyOf(carried, Math.max(carriedSize + take, carried.length * 2));
            }
            System.arraycopy(octets, from, carried, carriedSize, take);
            carriedSize += take;
        }
    }

    private void lineFromCarried() {
        int terminator = afterCr ? 2 : 1;
        long content = offset - lineBegin - terminator;
        int kept = (int) Math.min(carriedSize, content);
        carriedSize = 0;
        afterCr = false;
        line(carried, 0, kept, terminator);
    }

    /** One whole line, which began at {@code lineBegin} and ends at {@code offset}. */
    private void line(byte[] octets, int from, int to, int terminator) {
        boolean boundary =
                to - from >= 2 && octets[from] == '-' && octets[from + 1] == '-' && boundary(octets, from, to);
        if (terminator > 0) {
            lines++;
            missingLineEnds += CRLF - terminator;
        }
        OpenPart part = open.getFirst();
        if (!boundary && part.inHeader()) {
            if (terminator > 0 && offset - lineBegin == terminator) {
                headerEnds(part, offset);
            } else {
                part.headerLine(octets, from, to);
            }
        }
        lastTerminator = terminator;
        lineBegin = offset;
    }

    private void headerEnds(OpenPart part, long bodyOffset) {
        part.headerEnds(bodyOffset, lines, parts < Structure.MAX_PARTS);
        if (part.isMessage()) {
            parts++;
            push(part, new OpenPart(bodyOffset, part.depth() + 1, false, budget));
        }
    }

    private void push(OpenPart parent, OpenPart child) {
        parent.add(child);
        open.push(child);
    }

    /**
     * Whether this line is a boundary of a multipart that is open; if so, what it means is done. RFC 2046 §5.1.1. Of several that
     * fit, the longest is meant: one may begin like another.
     */
    private boolean boundary(byte[] octets, int from, int to) {
        int longest = 0;
        OpenPart owner = root;
        for (OpenPart part : open) {
            int match = part.matchBoundary(octets, from + 2, to);
            if (match > longest) {
                longest = match;
                owner = part;
            }
        }
        if (longest == 0) {
            return false;
        }
        closeUpTo(owner);
        int after = from + 2 + longest;
        boolean close = to - after >= 2 && octets[after] == '-' && octets[after + 1] == '-';
        if (close || parts >= Structure.MAX_PARTS) {
            owner.noMoreParts();
        } else {
            parts++;
            push(owner, new OpenPart(offset, owner.depth() + 1, owner.digest(), budget));
        }
        return true;
    }

    /** Ends all that is open within this multipart, before the boundary line under way; its line end belongs to the boundary. */
    private void closeUpTo(OpenPart multipart) {
        while (open.getFirst() != multipart) {
            OpenPart part = open.pop();
            part.ends(lineBegin, lines, lastTerminator);
        }
    }

    /** The end of the message. */
    public Structure finish() {
        if (offset > lineBegin) {
            int kept = carriedSize;
            carriedSize = 0;
            missingLineEnds += afterCr ? 1 : CRLF;
            line(carried, 0, kept, 0);
        }
        while (!open.isEmpty()) {
            OpenPart part = open.pop();
            part.ends(offset, lines, 0);
        }
        return new Structure(root.envelope(), root.build(), missingLineEnds);
    }
}
