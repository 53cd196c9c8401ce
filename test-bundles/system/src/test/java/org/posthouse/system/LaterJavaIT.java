package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution boots and passes a mail on later releases of Java, where one is installed. */
final class LaterJavaIT {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    @TempDir
    Path home;

    @Test
    void aMailPassesOnJava25() throws Exception {
        List<Path> later = later();
        assumeFalse(later.isEmpty(), "no Java 25 is installed under " + INSTALLED);
        try (Server server = Server.under(List.of("env", "JAVA_HOME=" + later.get(0)), home)) {
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: x\r\n\r\nx\r\n"))
                        .startsWith("250");
            }
            try (Imap imap = server.imap("kate@school.edu")) {
                await().until(() -> imap.count("INBOX") == 1);
            }
            assertThat(Files.readString(home.resolve("stderr.txt"))).isEmpty();
            assertThat(server.terminate()).isZero();
        }
    }

    private static List<Path> later() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(INSTALLED)) {
            return folders.filter(folder -> folder.getFileName().toString().contains("25"))
                    .filter(folder -> Files.isExecutable(folder.resolve("bin/java")))
                    .toList();
        }
    }
}
