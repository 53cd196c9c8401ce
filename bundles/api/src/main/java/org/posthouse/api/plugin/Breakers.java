package org.posthouse.api.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How plug-ins have been behaving, as those see it who call them. Several: each part of core that calls plug-ins offers its own, and who
 * shows them asks all.
 */
@ProviderType
public interface Breakers {
    /** One for each version that is called, or was a moment ago. */
    List<Breaker> breakers();
}
