package org.posthouse.api.health;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What needs somebody's hand: a disk that does not keep what is written, data that is damaged. A part that may have something to tell
 * offers it as a service; {@code posthouse health} and the console ask all of them. Safe for all threads.
 */
@ConsumerType
public interface Troubles {
    /** In sentences, the latest last; empty if all is well. Answers at once: it touches no disk and waits for nobody. */
    List<String> troubles();
}
