package org.posthouse.delivery.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;

/** What this machine is called, without asking DNS, which may take its time. */
final class MachineName {
    private static final String LOCALHOST = "localhost";
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    static boolean demo(BundleContext context) {
        return Boolean.parseBoolean(context.getProperty("posthouse.demo"));
    }

    /** {@code localhost} for a demo, so that it says the same everywhere. */
    static String of(BundleContext context) {
        return demo(context) ? LOCALHOST : find();
    }

    private static String find() {
        return Stream.of(kernel(), environment("HOSTNAME"), environment("COMPUTERNAME"))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(name ->
                        !name.isEmpty() && name.length() < 256 && name.chars().allMatch(c -> c > 0x20 && c < 0x7f))
                .findFirst()
                .orElse(LOCALHOST);
    }

    private static Optional<String> kernel() {
        try {
            return Optional.of(Files.readString(KERNEL, StandardCharsets.US_ASCII));
        } catch (IOException notThisSystem) {
            return Optional.empty();
        }
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable));
    }
}
