package org.posthouse.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder in which a client keeps its mail, a file for each message, its flags as letters in its name. */
record Maildir(Path folder) {
    private static final Map<String, String> LETTERS =
            Map.of("\\Draft", "D", "\\Flagged", "F", "\\Answered", "R", "\\Seen", "S", "\\Deleted", "T");
    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (.*?)\r?$");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

    /** Flags by subject. */
    Map<String, String> messages() throws IOException {
        Map<String, String> messages = new TreeMap<>();
        for (Path file : files()) {
            messages.put(subject(Files.readString(file)), flags(file));
        }
        return messages;
    }

    /** The same of what FETCH has answered. */
    static Map<String, String> messages(List<String> responses) {
        Map<String, String> messages = new TreeMap<>();
        for (String response : responses) {
            Matcher flags = FLAGS.matcher(response);
            if (response.contains(" FETCH ") && flags.find()) {
                StringBuilder letters = new StringBuilder();
                Stream.of(flags.group(1).split(" "))
                        .map(flag -> LETTERS.getOrDefault(flag, ""))
                        .sorted()
                        .forEach(letters::append);
                messages.put(subject(response), letters.toString());
            }
        }
        return messages;
    }

    private static String subject(String message) {
        Matcher subject = SUBJECT.matcher(message);
        return subject.find() ? subject.group(1) : "";
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("new", "cur")) {
            try (Stream<Path> all = Files.list(folder.resolve(name))) {
                all.forEach(files::add);
            }
        }
        return files;
    }

    private static String flags(Path file) {
        String name = file.getFileName().toString();
        int mark = name.indexOf(":2,");
        return mark < 0 ? "" : name.substring(mark + 3);
    }

    /** Gives a message exactly these flags. */
    void flag(String subject, String letters) throws IOException {
        for (Path file : files()) {
            if (subject(Files.readString(file)).equals(subject)) {
                String name = file.getFileName().toString().replaceAll(":2,.*", "");
                Files.move(file, folder.resolve("cur").resolve(name + ":2," + letters));
                return;
            }
        }
        throw new IOException("no message " + subject);
    }

    void remove(String subject) throws IOException {
        for (Path file : files()) {
            if (subject(Files.readString(file)).equals(subject)) {
                Files.delete(file);
            }
        }
    }

    /** Adds a message, and the folder where there is none. */
    void add(String subject, String letters) throws IOException {
        add(
                subject,
                letters,
                "From: kate@school.edu\nSubject: " + subject + "\nMessage-ID: <" + subject
                        + "@school.edu>\nDate: Mon, 5 Jan 2026 08:00:00 +0000\n\nBody\n");
    }

    void add(String name, String letters, String text) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(
                folder.resolve("cur").resolve("1700000000." + name + ".near:2," + letters),
                text,
                StandardCharsets.US_ASCII);
    }

    /** The messages of all folders below, by name. */
    static List<String> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(file ->
                            file.getParent().endsWith("cur") || file.getParent().endsWith("new"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
