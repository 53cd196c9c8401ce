package org.posthouse.lib.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The day of a Date field, RFC 5322 §3.3, whatever its time and zone; also as RFC 822 had it, with a year of two digits. */
final class SentDate {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private SentDate() {}

    /** Empty if there is no day in it. */
    static Optional<LocalDate> of(String fieldBody) {
        List<String> words = words(fieldBody);
        for (int i = 1; i + 1 < words.size(); i++) {
            int month = month(words.get(i));
            int day = number(words.get(i - 1));
            int year = number(words.get(i + 1));
            if (month > 0 && day > 0 && year >= 0) {
                return date(year(year, words.get(i + 1).length()), month, day);
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 5322 §4.3. */
    private static int year(int year, int digits) {
        if (digits > 3) {
            return year;
        }
        return year < 50 && digits == 2 ? year + 2000 : year + 1900;
    }

    private static int month(String word) {
        int at = word.length() == 3 ? MONTHS.indexOf(word.toLowerCase(Locale.ROOT)) : -1;
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }

    /** -1 if it is none of at most four digits. */
    private static int number(String word) {
        boolean digits = !word.isEmpty() && word.length() <= 4 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(word) : -1;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length() && words.size() < 8; i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == ',' || c == '-' || c == '\t') {
                if (word.length() > 0) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }
}
