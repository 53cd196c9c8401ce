package org.posthouse.api.plugin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A plug-in's place. Empty is not the same as not there: who calls an empty seat waits, and then policy speaks. */
@ProviderType
public interface Seat<S> {
    /** Symbolic name of the plug-in's bundle. */
    String plugin();

    /** Name of its component within the bundle. */
    String component();

    /** Service properties of the version in charge, or of the last one there was. */
    Map<String, Object> properties();

    boolean filled();

    /** False when an administrator has switched the plug-in off or removed it: nobody waits for it. */
    boolean expected();

    /** The version in charge, at once. */
    Optional<Occupant<S>> current();

    /** The version in charge, pinned; waits for an empty seat that is expected. Empty: nobody came in time. */
    Optional<Occupant<S>> pin(Duration patience);
}
