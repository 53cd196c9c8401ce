package org.posthouse.api.plugin;

/**
 * One version of a plug-in with its configuration: symbolic name, the bundle's version, and a short hash of the configuration, empty if
 * it has none.
 */
public record Edition(String plugin, String version, String configuration) {
    /** The edition that sits in a seat. */
    public static Edition of(Occupant<?> occupant) {
        return new Edition(occupant.plugin(), occupant.version(), occupant.configuration());
    }
}
