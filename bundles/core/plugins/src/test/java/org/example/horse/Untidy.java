package org.example.horse;

import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Offers a horse, and leaves a timer, an idle pool and a loop behind. */
public final class Untidy implements BundleActivator {
    /** The key among the system's properties of a list of what ends each of these. */
    public static final String LEFT = "org.example.horse.untidy";

    @Override
    public void start(BundleContext context) {
        context.registerService(
                Supplier.class,
                new Horse(context.getBundle().getVersion().toString()),
                FrameworkUtil.asDictionary(
                        Map.of("component.name", context.getBundle().getSymbolicName(), "posthouse.horse", "fast")));
        Timer timer = new Timer("clock");
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "idle"));
        pool.prestartAllCoreThreads();
        Thread loop = new Thread(Untidy::loop, "loop");
        loop.start();
        left().addAll(List.of(timer::cancel, pool::shutdown, loop::interrupt));
    }

    @SuppressWarnings("unchecked") // a property knows no type arguments
    private static List<Runnable> left() {
        return (List<Runnable>) System.getProperties().get(LEFT);
    }

    private static void loop() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
