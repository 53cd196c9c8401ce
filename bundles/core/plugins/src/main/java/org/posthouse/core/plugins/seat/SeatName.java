package org.posthouse.core.plugins.seat;

import java.util.Comparator;

/** What a seat is known by, through versions and restarts: kind of service, symbolic name of the plug-in, component within it. */
public record SeatName(String type, String plugin, String component) implements Comparable<SeatName> {
    private static final Comparator<SeatName> ORDER =
            Comparator.comparing(SeatName::type).thenComparing(SeatName::plugin).thenComparing(SeatName::component);

    @Override
    public int compareTo(SeatName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return component.equals(plugin) ? plugin : plugin + " (" + component + ")";
    }
}
