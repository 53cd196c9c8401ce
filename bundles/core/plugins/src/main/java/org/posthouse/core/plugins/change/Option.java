package org.posthouse.core.plugins.change;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.posthouse.core.plugins.folder.PlugInJar;

/** A version of a plug-in that could run. */
sealed interface Option {
    /** The first is the one that should run. */
    Comparator<Option> BEST_FIRST = Comparator.comparing(Option::version)
            .thenComparing(each -> each instanceof FromFile)
            .thenComparing(Option::written)
            .reversed();

    Version version();

    Instant written();

    /** A file in the folder, or what it was before it became unusable. */
    record FromFile(Path file, PlugInJar jar, Instant written) implements Option {
        @Override
        public Version version() {
            return jar.version();
        }
    }

    /** What the distribution brings. */
    record Distributed(Bundle bundle) implements Option {
        @Override
        public Version version() {
            return bundle.getVersion();
        }

        @Override
        public Instant written() {
            return Instant.EPOCH;
        }
    }
}
