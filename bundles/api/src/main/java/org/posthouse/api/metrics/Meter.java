package org.posthouse.api.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Somebody who knows figures, offered as a service: they are there as long as the service is. Safe for all threads. */
@ConsumerType
public interface Meter {
    /** As they are now. Answers within a second; several meters may offer samples of one family if they say the same of it. */
    List<Family> families();
}
