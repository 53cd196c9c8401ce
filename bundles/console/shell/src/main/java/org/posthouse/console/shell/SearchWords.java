package org.posthouse.console.shell;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a search as IMAP takes them, RFC 3501 §6.4.4: quoted again where the caller's shell has taken the quotes, and dates as it has them. */
final class SearchWords {
    private static final Set<String> BEFORE_DATES =
            Set.of("BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE");
    private static final DateTimeFormatter IMAP = DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH);
    private static final Pattern AGO = Pattern.compile("([0-9]{1,5})([dw])");

    private SearchWords() {}

    /**
     * One word with quotes or parentheses in it is taken as it is; of several, those that have a blank in them are texts. A date may
     * also be {@code 2026-11-01}, {@code today}, {@code yesterday}, or so many days or weeks ago: {@code 30d}, {@code 2w}.
     */
    static String keys(List<String> words, Clock clock) {
        if (words.size() == 1 && words.get(0).matches("(?s).*[\"({\\\\].*")) {
            return words.get(0);
        }
        List<String> all = words.size() == 1 ? List.of(words.get(0).split(" ", -1)) : words;
        List<String> keys = new ArrayList<>();
        String before = "";
        for (String word : all) {
            boolean date = BEFORE_DATES.contains(before.toUpperCase(Locale.ROOT));
            keys.add(date ? date(word, clock) : isText(word) ? quoted(word) : word);
            before = word;
        }
        return String.join(" ", keys);
    }

    private static String date(String word, Clock clock) {
        LocalDate today = LocalDate.now(clock);
        Matcher ago = AGO.matcher(word);
        try {
            if (ago.matches()) {
                int days = Integer.parseInt(ago.group(1)) * (ago.group(2).equals("w") ? 7 : 1);
                return IMAP.format(today.minusDays(days));
            }
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "today" -> IMAP.format(today);
                case "yesterday" -> IMAP.format(today.minusDays(1));
                default -> word.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? IMAP.format(LocalDate.parse(word)) : word;
            };
        } catch (DateTimeException e) {
            // Whoever reads the keys says so.
            return word;
        }
    }

    private static String quoted(String word) {
        return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static boolean isText(String word) {
        boolean quoted = word.startsWith("(") || word.startsWith("\"");
        return word.isEmpty() || (!quoted && word.chars().anyMatch(c -> c == ' ' || c >= 0x7f));
    }
}
