package org.posthouse.core.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** The settings as they are now: a change acts on what begins after it, and no mail that is under way ends for it. */
final class CurrentSettings implements Supplier<PipelineSettings> {
    private volatile Named named;

    /** The settings, and a short hash that tells them from others. */
    private record Named(PipelineSettings settings, String hash) {
        static Named of(PipelineSettings settings) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(settings.toString().getBytes(StandardCharsets.UTF_8));
                return new Named(settings, HexFormat.of().formatHex(digest, 0, 4));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    CurrentSettings(PipelineSettings settings) {
        named = Named.of(settings);
    }

    @Override
    public PipelineSettings get() {
        return named.settings();
    }

    /** As the trace names them. */
    String hash() {
        return named.hash();
    }

    void set(PipelineSettings changed) {
        named = Named.of(changed);
    }
}
