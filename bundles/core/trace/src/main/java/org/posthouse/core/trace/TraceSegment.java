package org.posthouse.core.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.TraceStep;

/** A part of the trace that is not written any more. What it holds is learnt when it is first read. */
final class TraceSegment {
    private final Path file;
    private Optional<TraceKeys> keys;

    TraceSegment(Path file, Optional<TraceKeys> keys) {
        this.file = file;
        this.keys = keys;
    }

    Path file() {
        return file;
    }

    synchronized boolean mayHave(Set<String> wanted) {
        return keys.isEmpty() || wanted.stream().anyMatch(keys.get()::mayHave);
    }

    /** Its steps in order; none if it was removed meanwhile. */
    List<TraceStep> steps() throws IOException {
        byte[] octets;
        try {
            octets = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<TraceStep> steps = new ArrayList<>();
        TraceKeys found = new TraceKeys();
        TraceRecord.read(octets, octets.length, step -> {
            steps.add(step);
            found.add(step);
        });
        synchronized (this) {
            keys = Optional.of(found);
        }
        return steps;
    }
}
