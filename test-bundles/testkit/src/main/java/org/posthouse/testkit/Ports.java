package org.posthouse.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Ports for servers under test: until this process ends nobody else who asks here gets them, whichever process of this machine he is in,
 * and the system gives none of them to a client. A port is claimed by a lock on its octet of a file that all share.
 */
public final class Ports {
    private static final int[] STANDARD = {24, 25, 110, 143, 465, 587, 993, 995, 8080, 8443};
    private static final int HIGHEST = 8443;
    /** Below are ports of what the machine itself runs. */
    private static final int LEAST = 1_100;

    private static final Random RANDOM = new Random();
    private static final int CLIENTS = firstOfClients();
    private static final FileChannel CLAIMS = claims();

    private Ports() {}

    /** An offset at which every standard port is free, and stays ours. */
    public static synchronized int offset() {
        int most = CLIENTS - HIGHEST;
        for (int tries = 0; tries < 1000; tries++) {
            int offset = LEAST + RANDOM.nextInt(most - LEAST);
            if (claimed(offset) && free(offset)) {
                return offset;
            }
        }
        throw new IllegalStateException("no free ports below " + CLIENTS);
    }

    /** Clients get theirs from there on; a machine that leaves us no room below may take one from us. */
    private static int firstOfClients() {
        int usual = 32_768;
        try {
            String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
            int first = Integer.parseInt(range.strip().split("\\s+")[0]);
            return first > LEAST + HIGHEST + 1000 ? Math.min(first, usual) : usual;
        } catch (IOException | NumberFormatException e) {
            return usual;
        }
    }

    private static FileChannel claims() {
        try {
            Path file = Path.of(
                    System.getProperty("java.io.tmpdir"), "posthouse-ports-of-" + System.getProperty("user.name"));
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static boolean claimed(int offset) {
        List<FileLock> locks = new ArrayList<>();
        for (int port : STANDARD) {
            try {
                FileLock lock = CLAIMS.tryLock(port + offset, 1, false);
                if (lock != null) {
                    locks.add(lock);
                    continue;
                }
            } catch (OverlappingFileLockException e) {
                // We have it ourselves already.
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            release(locks);
            return false;
        }
        return true;
    }

    private static void release(List<FileLock> locks) {
        for (FileLock lock : locks) {
            try {
                lock.release();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean free(int offset) {
        return Arrays.stream(STANDARD)
                .map(port -> port + offset)
                .allMatch(port -> free(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        && free(new InetSocketAddress(port)));
    }

    private static boolean free(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
