package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings in a home's {@code etc/}. */
final class Settings {
    private static final String SUFFIX = ".config";
    private static final Pattern KEY = Pattern.compile("^([A-Za-z0-9_.-]+)\\s*=", Pattern.MULTILINE);

    private Settings() {}

    /** A sentence for each file, and each setting in one, that nobody describes: it has another name now, or is of no use. */
    static List<String> unknown(Path etc, Descriptions descriptions) throws IOException {
        List<String> sentences = new ArrayList<>();
        if (Files.isDirectory(etc)) {
            try (Stream<Path> files = Files.list(etc)) {
                for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX))
                        .sorted()
                        .toList()) {
                    sentences.addAll(unknownOf(file, descriptions));
                }
            }
        }
        return sentences;
    }

    private static List<String> unknownOf(Path file, Descriptions descriptions) throws IOException {
        String name = file.getFileName().toString();
        Optional<Set<String>> known = descriptions.of(name.substring(0, name.length() - SUFFIX.length()));
        if (known.isEmpty()) {
            return List.of(
                    "etc/" + name + ": no part of this release has settings of this name; they are kept and not used");
        }
        List<String> sentences = new ArrayList<>();
        Matcher keys = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (keys.find()) {
            if (!known.get().contains(keys.group(1)) && !keys.group(1).startsWith("service.")) {
                sentences.add(
                        "etc/" + name + ": this release has no setting " + keys.group(1) + "; it is kept and not used");
            }
        }
        return sentences;
    }
}
