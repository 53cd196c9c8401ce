package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in that does not stop when it is told to: everything else goes on. {@code -Dposthouse.long=true} restarts everything over it. */
final class HangingPlugInIT {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final String NAME = "org.example.clinging";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path home;

    /** Never ends what it was told to end, and has begun something that nobody ends. */
    public static final class Clinging {
        public Clinging() {
            Thread left = new Thread(Clinging::cling, "clinging-for-ever");
            left.setDaemon(true);
            left.start();
        }

        /** By the component runtime, when the bundle stops. */
        public void stop() {
            cling();
        }

        private static void cling() {
            CountDownLatch never = new CountDownLatch(1);
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // It clings.
                    Thread.yield();
                }
            }
        }
    }

    @Test
    void itIsLeftToItselfAndEverythingElseGoesOn() throws Exception {
        Files.writeString(
                Files.createDirectories(home.resolve("etc")).resolve("org.posthouse.core.plugins.config"),
                "offerSeconds=I\"1\"\n");
        clinging("1.0.0", Files.createDirectories(home.resolve("plugins")).resolve("clinging.jar"));
        try (Server server = Server.demo(home)) {
            Swaps swaps = new Swaps(server);
            swaps.awaitVersion(NAME, "1.0.0");
            swaps.update(NAME, clinging("2.0.0", home.resolve("clinging-2.jar")));
            swaps.awaitVersion(NAME, "2.0.0");
            assertThat(words(server.posthouse("plugin", "why", NAME)))
                    .contains("1.0.0 neither starts nor stops, and a thread hangs in it");
            String smtp = "org.posthouse.protocol.smtp";
            swaps.update(smtp, swaps.made(smtp, "9.0.1"));
            swaps.awaitVersion(smtp, "9.0.1");
            server.smtp().close();
            if (LONG) {
                everythingAnew(server);
            }
        }
    }

    /** With one that hangs already nothing is stopped; with one that begins to hang the process ends. */
    private static void everythingAnew(Server server) throws Exception {
        Run refused = server.posthouse("reload", "--all");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(words(refused)).contains("bundle " + NAME + " neither starts nor stops in time");
        server.smtp().close();
        server.killHard();
        server.again();
        Run ended = server.posthouse("reload", "--all");
        assertThat(ended.status()).isNotZero();
        await().atMost(PATIENCE).until(() -> Files.readString(server.home().resolve("stderr.txt"))
                .contains("nothing is started over it: the server ends"));
        await().atMost(PATIENCE).until(() -> server.posthouse("status").status() == 3);
        server.again();
        server.smtp().close();
    }

    private static String words(Run run) {
        return (run.out() + run.err()).replaceAll("\\s+", " ");
    }

    private static Path clinging(String version, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Map.of(
                        "Bundle-ManifestVersion",
                        "2",
                        "Bundle-SymbolicName",
                        NAME,
                        "Bundle-Version",
                        version,
                        "Service-Component",
                        "clinging.xml")
                .forEach(manifest.getMainAttributes()::putValue);
        String component = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='" + NAME
                + "' immediate='true' deactivate='stop'><implementation class='" + Clinging.class.getName()
                + "'/></scr:component>";
        String name = Clinging.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Clinging.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry("clinging.xml"));
            out.write(component.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
        }
        return jar;
    }
}
