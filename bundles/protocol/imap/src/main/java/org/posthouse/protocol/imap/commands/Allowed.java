package org.posthouse.protocol.imap.commands;

import org.posthouse.protocol.imap.session.Phase;

/** In which states a command may be given, RFC 3501 §6. */
enum Allowed {
    ALWAYS("now"),
    BEFORE_LOGIN("before login only"),
    AFTER_LOGIN("after login only"),
    SELECTED("with a mailbox selected only");

    private final String when;

    Allowed(String when) {
        this.when = when;
    }

    boolean in(Phase phase) {
        return switch (this) {
            case ALWAYS -> true;
            case BEFORE_LOGIN -> phase == Phase.NOT_AUTHENTICATED;
            case AFTER_LOGIN -> phase != Phase.NOT_AUTHENTICATED;
            case SELECTED -> phase == Phase.SELECTED;
        };
    }

    String when() {
        return when;
    }
}
