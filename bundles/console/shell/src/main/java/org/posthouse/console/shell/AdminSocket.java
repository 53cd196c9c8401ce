package org.posthouse.console.shell;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket {@code run/admin.sock} at which {@code bin/posthouse} gives its commands: for the server's own user alone. */
final class AdminSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
    /** At the same time; an administrator has two hands, his scripts a few more. */
    private static final int MOST = 32;
    /** What fits into the address of a Unix-domain socket on every system. */
    private static final int LONGEST_PATH = 100;
    /** For the thread that takes commands to see that there are none any more. */
    private static final int END_SECONDS = 5;

    private final Commands commands;
    private final Path path;
    private final ServerSocketChannel server;
    private final ThreadPoolExecutor threads;
    private final CountDownLatch deaf = new CountDownLatch(1);
    /** What the system knows the file at the path by. */
    private final Object file;

    AdminSocket(Path run, Commands commands) throws IOException {
        this.commands = commands;
        this.path = run.resolve("admin.sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(1, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "posthouse-admin-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            Files.createDirectories(run);
            Files.deleteIfExists(path);
            Path bound = bind();
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
            this.file = file(path);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        threads.execute(this::accept);
    }

    /** Where the path is too long for a socket's address, a short one is bound, and linked to from the usual place. */
    private Path bind() throws IOException {
        Path bound = path;
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            Path folder = Files.createTempDirectory(
                    "posthouse", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            bound = folder.resolve("admin.sock");
            Files.createSymbolicLink(path, bound);
        }
        server.bind(UnixDomainSocketAddress.of(bound));
        return bound;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                try {
                    threads.execute(() -> serve(client));
                } catch (RejectedExecutionException e) {
                    LOG.warn("more than {} commands at the same time: one was turned away", MOST);
                    client.close();
                }
            }
        } catch (ClosedChannelException e) {
            LOG.debug("no more commands are taken");
        } catch (IOException e) {
            LOG.error("commands cannot be taken any more: the socket {} has failed", path, e);
        } finally {
            deaf.countDown();
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            new AdminSession(client, commands).run();
        } catch (IOException e) {
            LOG.debug("a command's caller went away", e);
        }
    }

    private static Object file(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Takes no more commands and ends those under way, but for one that closes this itself. What the next version has bound stays. */
    @Override
    public void close() throws IOException {
        server.close();
        boolean interrupted = Thread.currentThread().isInterrupted();
        threads.shutdownNow();
        if (!interrupted) {
            Thread.interrupted();
        }
        awaitDeaf();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !file(path).equals(file)) {
            return;
        }
        if (Files.isSymbolicLink(path)) {
            Path bound = Files.readSymbolicLink(path);
            Files.deleteIfExists(bound);
            Files.deleteIfExists(bound.resolveSibling(""));
        }
        Files.deleteIfExists(path);
    }

    /** The thread that takes commands needs classes of this bundle to its end. */
    private void awaitDeaf() {
        try {
            if (!deaf.await(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the thread that takes commands has not ended after {} s", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
