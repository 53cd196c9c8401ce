package org.posthouse.console.logs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The logs there are. */
enum Log {
    POSTHOUSE("the server"),
    MAIL("what became of mails"),
    AUDIT("who changed what");

    private final String words;

    Log(String words) {
        this.words = words;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file() {
        return key() + ".log";
    }

    /** As the address of the page says it; anything else: the server's. */
    static Log of(String key) {
        for (Log each : values()) {
            if (each.key().equals(key)) {
                return each;
            }
        }
        return POSTHOUSE;
    }

    static Optional<Log> ofFile(String file) {
        for (Log each : values()) {
            if (each.file().equals(file)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        for (Log each : values()) {
            words.put(each.key(), each.file() + ": " + each.words);
        }
        return words;
    }
}
