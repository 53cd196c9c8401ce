package org.posthouse.core.pipeline;

import java.util.function.Supplier;

/** The settings as they are now: a change acts on what begins after it, and no mail that is under way ends for it. */
final class CurrentSettings implements Supplier<PipelineSettings> {
    private volatile PipelineSettings settings;

    CurrentSettings(PipelineSettings settings) {
        this.settings = settings;
    }

    @Override
    public PipelineSettings get() {
        return settings;
    }

    void set(PipelineSettings changed) {
        settings = changed;
    }
}
