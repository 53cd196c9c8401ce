package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;

/** A plug-in that lets no start succeed: after three of them the server comes up without it, and says why. */
final class SafeStartIT {
    private static final String WHY = "the last 3 starts failed";

    @TempDir
    Path home;

    /** Ends the process as soon as anybody makes one. */
    public static final class Deadly {
        public Deadly() {
            Runtime.getRuntime().halt(7);
        }
    }

    @Test
    void theFourthStartServesMailAndSaysWhy() throws Exception {
        Path jar = deadly();
        String offset = Integer.toString(Ports.offset());
        for (int i = 0; i < 3; i++) {
            assertThat(run(offset).status()).isEqualTo(7);
        }
        try (Server server = Server.demo(home)) {
            assertThat(Files.readString(home.resolve("stderr.txt"))).contains(WHY);
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: safe\r\n\r\nsafe\r\n"))
                        .startsWith("250");
            }
            assertThat(server.posthouse("status").out()).contains(WHY);
            assertThat(server.posthouse("status", "--json").out()).contains(WHY);
            assertThat(Files.readString(home.resolve("log/posthouse.log"))).contains(WHY);
            assertThat(server.posthouse("plugin", "list").out()).contains(WHY);
            assertThat(server.posthouse("plugin", "why", "org.example.deadly")
                            .out()
                            .replaceAll("\\s+", " "))
                    .contains(WHY);
            Run health = server.posthouse("health");
            assertThat(health.status()).isEqualTo(4);
            assertThat(health.out().replaceAll("\\s+", " ")).contains(WHY, "plugins/ is left alone");
            assertThat(server.terminate()).isZero();
        }
        // The next one is an ordinary one, and fails; the one after it has no other chance.
        assertThat(run(offset).status()).isEqualTo(7);
        try (Server server = Server.demo(home)) {
            assertThat(Files.readString(home.resolve("stderr.txt"))).contains(WHY);
            server.terminate();
            Files.delete(jar);
            server.start();
            assertThat(Files.readString(home.resolve("stderr.txt"))).doesNotContain(WHY);
            assertThat(home.resolve("run/starts")).doesNotExist();
        }
    }

    private Run run(String offset) throws Exception {
        return Run.of(
                List.of(
                        Distribution.command().toString(),
                        "run",
                        "--demo",
                        "--home",
                        home.toString(),
                        "--port-offset",
                        offset),
                "");
    }

    private Path deadly() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "org.example.deadly",
                        "Bundle-Version", "1.0.0",
                        "Bundle-Activator", Deadly.class.getName())
                .forEach(manifest.getMainAttributes()::putValue);
        Path jar = Files.createDirectories(home.resolve("plugins")).resolve("deadly.jar");
        String name = Deadly.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Deadly.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
        }
        return jar;
    }
}
