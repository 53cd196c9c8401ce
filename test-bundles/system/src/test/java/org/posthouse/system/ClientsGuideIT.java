package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/clients.md lists the mail programs that these tests drive, and no others. */
final class ClientsGuideIT {
    /** A row of the table. */
    private static final class Row {
        private final String debian;
        private final Set<Integer> ports = new TreeSet<>();
        private final Set<Drives.Deed> deeds = EnumSet.noneOf(Drives.Deed.class);

        Row(String debian) {
            this.debian = debian;
        }

        Row and(Drives drives) {
            Arrays.stream(drives.ports()).forEach(ports::add);
            deeds.addAll(List.of(drives.deeds()));
            return this;
        }

        String text(String name) {
            return Stream.concat(
                            Stream.of(
                                    name,
                                    debian,
                                    ports.stream().map(String::valueOf).collect(Collectors.joining(", "))),
                            Arrays.stream(Drives.Deed.values()).map(deed -> deeds.contains(deed) ? "yes" : ""))
                    .collect(Collectors.joining(" | ", "| ", " |"));
        }
    }

    @Test
    void theTableSaysWhatTheTestsDo() throws Exception {
        assertThat(Files.readString(Distribution.tree().resolve("docs/clients.md")))
                .contains(table());
    }

    private static String table() throws Exception {
        String titles = Stream.concat(
                        Stream.of("client", "Debian's package", "ports"),
                        Arrays.stream(Drives.Deed.values()).map(Drives.Deed::title))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
        return rows().entrySet().stream()
                .map(row -> row.getValue().text(row.getKey()) + "\n")
                .collect(Collectors.joining("", titles + "|---".repeat(3 + Drives.Deed.values().length) + "|\n", ""));
    }

    private static Map<String, Row> rows() throws Exception {
        Map<String, Row> rows = new TreeMap<>(Comparator.comparing(String::toLowerCase));
        for (Class<?> tests : tests()) {
            for (Method test : tests.getDeclaredMethods()) {
                for (Drives drives : test.getAnnotationsByType(Drives.class)) {
                    rows.computeIfAbsent(drives.value(), name -> new Row(drives.debian()))
                            .and(drives);
                }
            }
        }
        return rows;
    }

    private static List<Class<?>> tests() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(ClientsGuideIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String folder = ClientsGuideIT.class.getPackageName();
        try (Stream<Path> files = Files.list(classes.resolve(folder.replace('.', '/')))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("IT.class"))
                    .map(name -> name.replace(".class", ""))
                    .toList();
            List<Class<?>> tests = new ArrayList<>();
            for (String name : names) {
                tests.add(Class.forName(folder + "." + name, false, ClientsGuideIT.class.getClassLoader()));
            }
            return tests;
        }
    }
}
