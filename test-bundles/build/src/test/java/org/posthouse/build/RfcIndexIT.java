package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/rfc-index.md} says of every standard that the code cites how far it is kept, and where. The first is kept by hand in {@code
 * cnf/rfcs.txt}, the second is read from the code. With {@code -Dposthouse.write=true} the index is written anew.
 */
final class RfcIndexIT {
    private static final Pattern CITED = Pattern.compile("RFC (\\d{3,4})");
    private static final Path INDEX = Tree.ROOT.resolve("docs/rfc-index.md");

    @Test
    void theIndexSaysWhatTheCodeCites() throws IOException {
        String wanted = index();
        if (Boolean.getBoolean("posthouse.write")) {
            Files.writeString(INDEX, wanted);
        }
        assertThat(INDEX).hasContent(wanted);
    }

    private static String index() throws IOException {
        Map<Integer, Set<String>> where = citations();
        Map<Integer, List<String>> known = new TreeMap<>();
        for (String line : Files.readAllLines(Tree.ROOT.resolve("cnf/rfcs.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                List<String> fields = List.of(line.split("\\|"));
                known.put(Integer.parseInt(fields.get(0)), fields);
            }
        }
        assertThat(known.keySet()).as("cited, but not in cnf/rfcs.txt").containsAll(where.keySet());
        StringBuilder text = new StringBuilder(
                "# Standards\n\nKept *yes* in full, *partly* as far as it is said, or *form* only:"
                        + " read and written, with what it is for yet to come.\n\n| RFC | is | kept | cited by |\n|---|---|---|---|\n");
        where.forEach((rfc, bundles) -> text.append("| ")
                .append(rfc)
                .append(" | ")
                .append(known.get(rfc).get(1))
                .append(" | ")
                .append(known.get(rfc).get(2))
                .append(" | ")
                .append(String.join(", ", bundles))
                .append(" |\n"));
        return text.toString();
    }

    /** Bundles by the RFCs that their code cites. */
    private static Map<Integer, Set<String>> citations() throws IOException {
        Map<Integer, Set<String>> where = new TreeMap<>();
        Path bundles = Tree.ROOT.resolve("bundles");
        try (Stream<Path> files = Files.walk(bundles)) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".java") && f.toString().contains("/src/main/"))
                    .toList()) {
                String path = bundles.relativize(file).toString();
                String bundle = path.substring(0, path.indexOf("/src/"));
                for (Matcher cited = CITED.matcher(Files.readString(file)); cited.find(); ) {
                    where.computeIfAbsent(Integer.parseInt(cited.group(1)), rfc -> new TreeSet<>())
                            .add(bundle);
                }
            }
        }
        return where;
    }
}
