package org.posthouse.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine is called, without asking DNS, which may take its time: the name of a server that has been given none. */
final class MachineName {
    static final String LOCALHOST = "localhost";

    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final int LONGEST = 255;

    private MachineName() {}

    /** In small letters; {@link #LOCALHOST} where nobody knows. */
    static String find() {
        return find(KERNEL, System.getenv());
    }

    static String find(Path kernel, Map<String, String> environment) {
        return Stream.of(read(kernel), environment("HOSTNAME", environment), environment("COMPUTERNAME", environment))
                .flatMap(Optional::stream)
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(MachineName::isName)
                .findFirst()
                .orElse(LOCALHOST);
    }

    /** The kernel of a machine without a name says {@code (none)}. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && name.chars()
                        .allMatch(c -> (c < 0x80 && Character.isLetterOrDigit(c)) || c == '-' || c == '.' || c == '_');
    }

    private static Optional<String> read(Path kernel) {
        try {
            return Optional.of(Files.readString(kernel, StandardCharsets.ISO_8859_1));
        } catch (IOException notThisSystem) {
            return Optional.empty();
        }
    }

    private static Optional<String> environment(String variable, Map<String, String> environment) {
        return Optional.ofNullable(environment.get(variable));
    }
}
