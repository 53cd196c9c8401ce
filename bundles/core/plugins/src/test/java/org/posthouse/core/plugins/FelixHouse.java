package org.posthouse.core.plugins;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A real framework within the test's own JVM, which sees the contracts by boot delegation from the test's class path. */
public final class FelixHouse {
    private final Framework framework;

    public FelixHouse(Path storage) throws BundleException {
        this(storage, false);
    }

    public FelixHouse(Path storage, boolean safe) throws BundleException {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", storage.toString(),
                        "org.osgi.framework.storage.clean", "onFirstInit",
                        "org.osgi.framework.bsnversion", "multiple",
                        "org.osgi.framework.bundle.parent", "app",
                        "org.osgi.framework.bootdelegation", "org.posthouse.*,org.slf4j.*,java.*",
                        "posthouse.safe", Boolean.toString(safe),
                        "felix.log.level", "0"));
        framework.start();
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    public void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
