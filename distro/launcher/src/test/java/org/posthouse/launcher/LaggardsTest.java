package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

class LaggardsTest {
    private static final AtomicInteger FAILURES = new AtomicInteger();

    @TempDir
    Path storage;

    private Framework framework;

    /** Fails so often. */
    public static final class Late implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            if (FAILURES.getAndDecrement() > 0) {
                throw new IllegalStateException("somebody was in the way");
            }
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @BeforeEach
    void open() throws Exception {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", storage.toString(),
                        "org.osgi.framework.bundle.parent", "app",
                        "org.osgi.framework.bootdelegation", "org.posthouse.*",
                        "felix.log.level", "0"));
        framework.init();
    }

    @AfterEach
    void close() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Bundle late(int failures) throws Exception {
        FAILURES.set(failures);
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "org.example.late");
        main.putValue("Bundle-Activator", Late.class.getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        Bundle bundle =
                framework.getBundleContext().installBundle("test:late", new ByteArrayInputStream(bytes.toByteArray()));
        bundle.start();
        framework.start();
        return bundle;
    }

    private List<String> startAgain() {
        return new Laggards(() -> Arrays.stream(framework.getBundleContext().getBundles())).startAgain();
    }

    @Test
    void aBundleThatFailedWithTheOthersIsAskedAgain() throws Exception {
        Bundle bundle = late(3);
        assertThat(bundle.getState()).isEqualTo(Bundle.RESOLVED);
        assertThat(startAgain()).isEmpty();
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void aBundleThatNeverStartsIsNamedWithItsReason() throws Exception {
        late(100);
        assertThat(startAgain()).containsExactly("bundle org.example.late did not start: somebody was in the way");
    }

    @Test
    void whatWasSwitchedOffStaysOff() throws Exception {
        Bundle bundle = late(0);
        bundle.stop();
        assertThat(startAgain()).isEmpty();
        assertThat(bundle.getState()).isEqualTo(Bundle.RESOLVED);
    }
}
