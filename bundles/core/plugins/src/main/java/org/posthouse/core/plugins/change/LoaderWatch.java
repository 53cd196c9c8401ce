package org.posthouse.core.plugins.change;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees whether versions that were taken out really leave the memory, and says so in the log. */
public final class LoaderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LoaderWatch.class);

    private final ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
    private final Set<Left> left = ConcurrentHashMap.newKeySet();

    /** Before it is uninstalled. */
    void watch(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null && wiring.getClassLoader() != null) {
            left.add(
                    new Left(bundle.getSymbolicName(), bundle.getVersion().toString(), wiring.getClassLoader(), queue));
        }
    }

    /** How many uninstalled versions of this plug-in are still in memory, as far as the garbage collector has found out. */
    public long inMemory(String name) {
        poll();
        return left.stream().filter(each -> each.name.equals(name)).count();
    }

    public void poll() {
        if (!left.isEmpty()) {
            LastRecord.replace();
        }
        for (Reference<?> each = queue.poll(); each != null; each = queue.poll()) {
            if (each instanceof Left gone && left.remove(gone)) {
                LOG.info("{} {}: its classes have left the memory", gone.name, gone.version);
            }
        }
    }

    private static final class Left extends PhantomReference<ClassLoader> {
        final String name;
        final String version;

        Left(String name, String version, ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.name = name;
            this.version = version;
        }
    }
}
