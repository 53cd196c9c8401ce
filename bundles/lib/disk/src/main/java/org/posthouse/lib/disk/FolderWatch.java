package org.posthouse.lib.disk;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a folder when something happens in it, and now and then in case that was missed. On a thread of its own. */
public final class FolderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LAST_LOOK = Duration.ofSeconds(10);

    private final ExecutorService thread;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Path folder;
    private final Supplier<Duration> look;
    private final Optional<WatchService> watch;

    /**
     * Begins with a look at once.
     *
     * @param name of the thread
     * @param look says when it wants to look again at the latest; one look at a time
     */
    public FolderWatch(String name, Path folder, Supplier<Duration> look) {
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
        this.folder = folder;
        this.look = look;
        this.watch = watch(folder);
        thread.execute(this::run);
    }

    /** Returns when the last look is over, or after ten seconds. */
    public void close() throws InterruptedException {
        end.countDown();
        watch.ifPresent(FolderWatch::close);
        thread.shutdown();
        if (!thread.awaitTermination(LAST_LOOK.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("what was seen in {} is still being worked on", folder);
        }
    }

    private void run() {
        try {
            Duration next = look();
            while (!await(next)) {
                next = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            LOG.debug("closed", e);
        }
    }

    private Duration look() {
        try {
            return look.get();
        } catch (RuntimeException e) {
            LOG.error("{} could not be looked through", folder, e);
            return AFTER_FAILURE;
        }
    }

    /** Whether it is over. */
    private boolean await(Duration next) throws InterruptedException {
        if (watch.isEmpty()) {
            return end.await(next.toMillis(), TimeUnit.MILLISECONDS);
        }
        WatchKey key = watch.get().poll(next.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
        return end.getCount() == 0;
    }

    private static Optional<WatchService> watch(Path folder) {
        try {
            WatchService watch = folder.getFileSystem().newWatchService();
            folder.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return Optional.of(watch);
        } catch (IOException e) {
            LOG.info("{} is looked at now and then only: {}", folder, e.getMessage());
            return Optional.empty();
        }
    }

    private static void close(WatchService watch) {
        try {
            watch.close();
        } catch (IOException e) {
            LOG.debug("not closed", e);
        }
    }
}
