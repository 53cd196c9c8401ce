package org.posthouse.api.plugin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A plug-in's place. Empty is not the same as not there: who calls an empty seat waits, and then policy speaks. */
@ProviderType
public interface Seat<S> {
    /**
     * Service property of a plug-in, an Integer: so many calls it takes at a time, if four are too few as they wait for others. A plug-in
     * that hangs keeps one thread for each, so it asks for no more than it needs, and the settings say how many it gets.
     */
    String PLACES = "posthouse.places";

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
