package org.posthouse.api.trace;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The step that builders make. */
record TraceValue(
        Instant time,
        String stage,
        Optional<String> queueId,
        Optional<String> connectionId,
        String plugin,
        String version,
        String config,
        String verdict,
        String reply,
        long micros,
        Map<String, String> facts)
        implements TraceStep {}
