package org.posthouse.core.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.TraceStep;

/**
 * What came to nothing may not push out the life of mail: once half of the room is taken, whatever is older than the newest quarter of it
 * keeps only steps of mails that were accepted, of connections over which one was, and of users' own. What is left of one segment is put
 * to what is left of the one before, so that they do not become more and more. Used by one thread at a time.
 */
final class TraceSieve {
    /** So many at a time: for each that is filled two are sifted, so that all are before there is no room. */
    private static final int AT_ONCE = 2;
    /** Stages of a mail on its way in, and of a connection. */
    private static final Set<String> ON_THE_WAY =
            Set.of("connect", "helo", "reversePath", "recipient", "message", "refused");

    private final NavigableMap<Long, TraceSegment> segments;
    private final Map<String, Boolean> accepted = new HashMap<>();

    /** Of these segments, by number. */
    TraceSieve(NavigableMap<Long, TraceSegment> segments) {
        this.segments = segments;
    }

    /**
     * Sifts the oldest that are not yet.
     *
     * @param newest what is in the one that is being written
     * @param segmentSize of what is put together
     */
    void run(TraceKeys newest, long most, int segmentSize) throws IOException {
        long younger = segments.values().stream().mapToLong(TraceSegment::size).sum();
        if (younger < most / 2) {
            return;
        }
        int left = AT_ONCE;
        for (long number : List.copyOf(segments.keySet())) {
            TraceSegment segment = segments.get(number);
            younger -= segment.size();
            if (left == 0 || younger < most / 4) {
                return;
            }
            if (segment.from().isEmpty()) {
                try {
                    sift(number, newest, segmentSize);
                } catch (FileAlreadyExistsException e) {
                    // A former trace, or a later one, is at it.
                    return;
                }
                left--;
            }
        }
    }

    private void sift(long number, TraceKeys newest, int segmentSize) throws IOException {
        List<TraceKeys> later = new ArrayList<>(List.of(newest));
        for (TraceSegment segment : segments.tailMap(number, true).values()) {
            later.add(segment.learnt());
        }
        accepted.clear();
        TraceSegment segment = segments.get(number);
        byte[] octets = segment.octets();
        ByteArrayOutputStream left = new ByteArrayOutputStream(octets.length);
        List<TraceRecord.Place> staying = new ArrayList<>();
        for (TraceRecord.Place place : TraceRecord.places(octets, octets.length)) {
            if (stays(octets, place, later)) {
                left.write(octets, place.at(), place.length());
                staying.add(place);
            }
        }
        boolean whole = left.size() == octets.length;
        TraceKeys keys = whole ? segment.learnt() : keys(octets, staying);
        Map.Entry<Long, TraceSegment> before = segments.lowerEntry(number);
        if (before != null
                && before.getValue().from().isPresent()
                && before.getValue().size() + left.size() <= segmentSize) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(before.getValue().octets());
            left.writeTo(both);
            keys.add(before.getValue().learnt());
            segment.sift(both.toByteArray(), keys, before.getValue().from().getAsLong());
            before.getValue().delete();
            segments.remove(before.getKey());
        } else if (whole) {
            segment.sifted(octets.length, keys, number);
        } else {
            segment.sift(left.toByteArray(), keys, number);
        }
    }

    private static TraceKeys keys(byte[] octets, List<TraceRecord.Place> places) {
        TraceKeys keys = new TraceKeys();
        for (TraceRecord.Place place : places) {
            TraceRecord.step(octets, place).ifPresent(step -> keys.add(step, true));
        }
        return keys;
    }

    /** Of most of them the begin says enough. */
    private boolean stays(byte[] octets, TraceRecord.Place place, List<TraceKeys> later) {
        Optional<TraceRecord.Head> begin = TraceRecord.head(octets, place);
        if (begin.isEmpty()) {
            return true;
        }
        TraceRecord.Head head = begin.get();
        return !ON_THE_WAY.contains(head.stage())
                || head.id().isEmpty()
                || wasAccepted(head.id(), later)
                || TraceRecord.step(octets, place).filter(TraceSieve::isUsers).isPresent();
    }

    private boolean wasAccepted(String id, List<TraceKeys> later) {
        return accepted.computeIfAbsent(id, unknown -> later.stream().anyMatch(keys -> keys.mayHaveAccepted(id)));
    }

    private static boolean isUsers(TraceStep step) {
        return step.queueId().isPresent()
                && step.facts().getOrDefault("via", "").equals("SUBMISSION");
    }

    /** Removes what a killed server left: segments that are part of a sifted one already. */
    void clear() throws IOException {
        for (Map.Entry<Long, TraceSegment> entry : List.copyOf(segments.entrySet())) {
            if (entry.getValue().from().isPresent()) {
                NavigableMap<Long, TraceSegment> within =
                        segments.subMap(entry.getValue().from().getAsLong(), true, entry.getKey(), false);
                for (TraceSegment part : within.values()) {
                    part.delete();
                }
                within.clear();
            }
        }
    }
}
