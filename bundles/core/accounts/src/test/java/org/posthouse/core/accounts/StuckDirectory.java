package org.posthouse.core.accounts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.testkit.Hung;

/** A directory whose calls hang, and ignore their interruption, as long as it is stuck. */
final class StuckDirectory implements AutoCloseable {
    private final Hung hung = new Hung();
    private final DirectoryBackend backend;
    private volatile boolean stuck;

    StuckDirectory(DirectoryBackend directory) {
        backend = (DirectoryBackend) Proxy.newProxyInstance(
                StuckDirectory.class.getClassLoader(),
                new Class<?>[] {DirectoryBackend.class},
                (proxy, method, arguments) -> {
                    if (stuck) {
                        hung.hangStubbornly();
                    }
                    try {
                        return method.invoke(directory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    DirectoryBackend backend() {
        return backend;
    }

    void stick() {
        stuck = true;
    }

    /** From now on it answers; who hangs goes on hanging. */
    void loosen() {
        stuck = false;
    }

    int inside() {
        return hung.inside();
    }

    @Override
    public void close() {
        hung.close();
    }
}
