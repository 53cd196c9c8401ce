package org.posthouse.core.plugins.change;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.posthouse.core.plugins.folder.RefusedException;

/**
 * The threads that a version has made, as far as can be told: those that began while it was started, which inherit a mark, and those that
 * began in one of its classes.
 */
final class OwnThreads {
    /** Begins the names of the house's threads, some of which may begin while a plug-in is started. */
    private static final String OURS = "posthouse-";

    private OwnThreads() {}

    /** Threads that begin on this thread meanwhile are this version's. */
    static void mark(Bundle bundle, Hand.Work work) throws RefusedException {
        Thread here = Thread.currentThread();
        ClassLoader before = here.getContextClassLoader();
        here.setContextClassLoader(new Mark(bundle.getBundleId(), before));
        try {
            work.run();
        } finally {
            here.setContextClassLoader(before);
        }
    }

    /** Those of this version; asked before the next one starts, whose classes have the same names. */
    static Set<Thread> of(Bundle bundle) {
        Set<Thread> own = new HashSet<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (isOf(thread, bundle) || (bundle.getState() == Bundle.ACTIVE && beganIn(bundle, stack))) {
                own.add(thread);
            }
        });
        return own;
    }

    private static boolean isOf(Thread thread, Bundle bundle) {
        ClassLoader loader = thread.getContextClassLoader();
        boolean marked = loader instanceof Mark mark
                && mark.bundle == bundle.getBundleId()
                && !thread.getName().startsWith(OURS);
        Optional<ClassLoader> classes =
                Optional.ofNullable(bundle.adapt(BundleWiring.class)).map(BundleWiring::getClassLoader);
        return marked
                || classes.filter(
                                its -> its == loader || its == thread.getClass().getClassLoader())
                        .isPresent();
    }

    /** The lowest class on the stack that is not the JDK's. */
    private static boolean beganIn(Bundle bundle, StackTraceElement... stack) {
        return Arrays.stream(stack)
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .reduce((upper, lower) -> lower)
                .filter(name -> bundle.getEntry(name.replace('.', '/') + ".class") != null)
                .isPresent();
    }

    /** Loads what the thread would have loaded without it, and refers to nothing of the version. */
    private static final class Mark extends ClassLoader {
        final long bundle;

        Mark(long bundle, ClassLoader parent) {
            super(parent);
            this.bundle = bundle;
        }
    }
}
