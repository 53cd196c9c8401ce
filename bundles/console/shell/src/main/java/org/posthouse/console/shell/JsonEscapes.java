package org.posthouse.console.shell;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import java.util.Optional;

/** In JSON nothing is lost: what would steer a terminal is written by its number, RFC 8259 §7, also where that is not asked for. */
final class JsonEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    private final int[] ascii;

    JsonEscapes() {
        ascii = standardAsciiEscapesForJSON();
        ascii[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
        Optional<SerializableString> escape = Harmless.steers(character)
                ? Optional.of(new SerializedString(String.format(Locale.ROOT, "\\u%04x", character)))
                : Optional.empty();
        return escape.orElse(null);
    }
}
