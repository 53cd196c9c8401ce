package org.posthouse.console.shell;

import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.plugin.PlugIns.PlugIn;

/** What ends for those who send and read mail while a plug-in is switched off; without filters and pages of the console mail goes on. */
final class WhatEnds {
    private WhatEnds() {}

    /** Empty if mail goes on without it, or it is off already. */
    static Optional<String> without(PlugIn plugIn) {
        if (plugIn.state().equals("stopped")) {
            return Optional.empty();
        }
        String last = plugIn.name().substring(plugIn.name().lastIndexOf('.') + 1);
        return switch (plugIn.role()) {
            case "store" -> Optional.of("nobody can read mail that it keeps, and new mail for it waits in the queue");
            case "directory" -> Optional.of("those it knows cannot log in, and mail for them waits");
            case "delivery" -> Optional.of(delivered(last) + " waits in the queue");
            case "protocol" ->
                Optional.of("nobody can connect by " + last.toUpperCase(Locale.ROOT)
                        + (last.equals("smtp") ? ", and no mail comes in" : ""));
            case "core", "lib", "api", "spi" -> Optional.of("every part of the server that needs it ends with it");
            default ->
                plugIn.name().equals("org.posthouse.console.shell")
                        ? Optional.of("these commands go through it, and only the web console could switch it on again")
                        : Optional.empty();
        };
    }

    private static String delivered(String agent) {
        return switch (agent) {
            case "local" -> "mail for the accounts of this server";
            case "smtp" -> "mail for other hosts";
            default -> "mail that it delivers";
        };
    }
}
