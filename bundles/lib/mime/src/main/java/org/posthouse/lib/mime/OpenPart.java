package org.posthouse.lib.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part that the scanner is in, or was in. */
final class OpenPart {
    /** RFC 2046 §5.1.1 allows 70. */
    private static final int MAX_BOUNDARY = 8000;

    private final long headerOffset;
    private final int depth;
    private final KeptFields fields;
    private final List<OpenPart> children = new ArrayList<>();
    private final boolean inDigest;
    private boolean inHeader = true;
    private boolean isMessage;
    private boolean isMultipart;
    private byte[] boundary = new byte[0];
    private PartHeader header = PartHeader.NONE;
    private long bodyOffset;
    private long bodySize;
    private long linesBefore;
    private long lines;

    OpenPart(long headerOffset, int depth, boolean inDigest, FieldBudget budget) {
        this.headerOffset = headerOffset;
        this.depth = depth;
        this.inDigest = inDigest;
        this.fields = new KeptFields(budget);
    }

    boolean inHeader() {
        return inHeader;
    }

    int depth() {
        return depth;
    }

    boolean isMessage() {
        return isMessage;
    }

    /** Whether parts without a type are messages, RFC 2046 §5.1.5. */
    boolean digest() {
        return isMultipart && header.subtype().equalsIgnoreCase("digest");
    }

    void headerLine(byte[] octets, int from, int to) {
        fields.line(octets, from, to);
    }

    void headerEnds(long at, long linesSoFar, boolean mayNest) {
        inHeader = false;
        bodyOffset = at;
        linesBefore = linesSoFar;
        header = PartHeader.of(fields, inDigest);
        boolean deeper = mayNest && depth < Structure.MAX_DEPTH;
        isMultipart = deeper && header.type().equalsIgnoreCase("multipart");
        isMessage = deeper && header.isPlainMessage();
        if (isMultipart) {
            String value = header.boundary();
            boundary = value.length() <= MAX_BOUNDARY ? value.getBytes(StandardCharsets.ISO_8859_1) : boundary;
        }
    }

    /**
     * Whether a line that began with {@code --} goes on with our boundary: how many octets of it, 0 for none. What follows it in the
     * line does not matter, RFC 2046 §5.1.1.
     */
    int matchBoundary(byte[] octets, int from, int end) {
        int length = boundary.length;
        if (length == 0 || end - from < length || !Arrays.equals(boundary, 0, length, octets, from, from + length)) {
            return 0;
        }
        return length;
    }

    /** What follows is epilogue. */
    void noMoreParts() {
        boundary = new byte[0];
    }

    void add(OpenPart child) {
        children.add(child);
    }

    /** Ends before {@code at}; so many octets before it are a line end that belongs to the boundary there. */
    void ends(long at, long linesSoFar, int terminator) {
        if (inHeader) {
            headerEnds(at, linesSoFar, false);
            return;
        }
        long end = at - terminator;
        // A header's empty line may be the line end of the boundary as well: then the body is empty and nothing is
        // taken off.
        long least = children.isEmpty()
                ? bodyOffset
                : Math.max(bodyOffset, children.get(children.size() - 1).end());
        bodySize = Math.max(end, least) - bodyOffset;
        lines = Math.max(0, linesSoFar - linesBefore - (terminator > 0 && end >= least ? 1 : 0));
    }

    private long end() {
        return bodyOffset + bodySize;
    }

    MessageEnvelope envelope() {
        return fields.envelope();
    }

    /** The part as it was found. A container that was not entered is opaque: of no type that promises parts. */
    BodyPart build() {
        boolean opaque = !isMultipart && !isMessage && header.promisesParts();
        List<BodyPart> parts = new ArrayList<>(children.size());
        children.forEach(child -> parts.add(child.build()));
        if (isMultipart && parts.isEmpty()) {
            parts.add(empty());
        }
        return new BodyPart(
                opaque ? "application" : header.type(),
                opaque ? "octet-stream" : header.subtype(),
                header.parameters(),
                fields.value("content-id"),
                fields.value("content-description"),
                header.encoding(),
                fields.value("content-md5"),
                header.disposition(),
                header.languages(),
                fields.value("content-location"),
                headerOffset,
                bodyOffset - headerOffset,
                bodyOffset,
                bodySize,
                lines,
                isMessage ? Optional.of(children.get(0).envelope()) : Optional.empty(),
                parts);
    }

    /** Stands for the parts of a multipart that has none: BODYSTRUCTURE wants at least one. */
    private BodyPart empty() {
        OpenPart none = new OpenPart(bodyOffset + bodySize, depth + 1, false, new FieldBudget());
        none.headerEnds(bodyOffset + bodySize, 0, false);
        return none.build();
    }

    /** In lower case; for messages about parts. */
    @Override
    public String toString() {
        return (header.type() + "/" + header.subtype()).toLowerCase(Locale.ROOT) + " at " + headerOffset;
    }
}
