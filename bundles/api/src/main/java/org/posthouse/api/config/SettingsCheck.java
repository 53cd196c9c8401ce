package org.posthouse.api.config;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows of the settings of one part what their description cannot say. Asked before an administrator's change is made; what stands in a
 * file already is the part's own affair.
 */
@ConsumerType
public interface SettingsCheck {
    /** Of the settings it knows. */
    String pid();

    /** What is wrong with these values of a setting, in a sentence for the administrator; empty if nothing is. */
    Optional<String> complaint(String setting, List<String> values);
}
