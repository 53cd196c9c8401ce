package org.posthouse.api.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The figures of all meters. */
@ProviderType
public interface Metrics {
    /** Each name once, in order of names. A meter that fails has none. */
    List<Family> families();

    /** The same in the text format of Prometheus, version 0.0.4. */
    String text();
}
