package org.posthouse.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A disk whose power can be cut again and again while it goes on: an ext4 file system in a file of a btrfs file system, where a copy that
 * shares its blocks holds what had reached the disk at that moment, and nothing else.
 */
final class CutDisk implements AutoCloseable {
    private static final long HOST_OCTETS = 4L << 30;
    private static final long DISK_OCTETS = 600L << 20;

    private final Path folder;
    private final Deque<Path> mounted = new ArrayDeque<>();
    private final Thread lastResort = new Thread(this::unmountAll, "cut-disk-unmount");
    private int cuts;

    private CutDisk(Path folder) {
        this.folder = folder;
    }

    /** The test is skipped, with the reason, where this cannot be done. */
    static CutDisk in(Path folder) throws Exception {
        for (String program : List.of("mkfs.btrfs", "mkfs.ext4", "mount")) {
            assumeTrue(
                    Run.of(List.of("sh", "-c", "command -v " + program), "").status() == 0,
                    program + " is not installed");
        }
        CutDisk disk = new CutDisk(folder);
        Path host = folder.resolve("host.img");
        image(host, HOST_OCTETS);
        run("mkfs.btrfs", "-q", host.toString());
        Runtime.getRuntime().addShutdownHook(disk.lastResort);
        try {
            disk.mount(host, folder.resolve("host"));
        } catch (IOException e) {
            disk.close();
            assumeTrue(false, "file systems may not be mounted here: " + e.getMessage());
        }
        Path image = disk.image();
        image(image, DISK_OCTETS);
        run("mkfs.ext4", "-q", image.toString());
        disk.mount(image, disk.home());
        return disk;
    }

    private static void image(Path file, long octets) throws Exception {
        run("truncate", "-s", Long.toString(octets), file.toString());
    }

    private Path image() {
        return folder.resolve("host").resolve("disk.img");
    }

    /** What is on the disk that goes on. */
    Path home() {
        return folder.resolve("disk");
    }

    /** What would be there if power were lost now; not to be looked at before it is {@link #mounted}. */
    Path cut() throws Exception {
        Path copy = image().resolveSibling("cut" + ++cuts + ".img");
        run("cp", "--reflink=always", image().toString(), copy.toString());
        return copy;
    }

    /** The file system as it recovers after such a loss. */
    Path mounted(Path cut) throws Exception {
        Path place = folder.resolve(cut.getFileName().toString().replace(".img", ""));
        mount(cut, place);
        return place;
    }

    private void mount(Path image, Path place) throws Exception {
        Files.createDirectories(place);
        run("mount", "-o", "loop", image.toString(), place.toString());
        synchronized (mounted) {
            mounted.push(place);
        }
    }

    private static void run(String... command) throws Exception {
        Run run = Run.of(List.of(command), "");
        if (run.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + run.err().strip());
        }
    }

    private void unmountAll() {
        synchronized (mounted) {
            while (!mounted.isEmpty()) {
                unmount(mounted.pop());
            }
        }
    }

    /** Even if somebody still has a file of it open; its loop device goes with it. */
    private static void unmount(Path place) {
        try {
            if (Run.of(List.of("umount", place.toString()), "").status() != 0) {
                run("umount", "-l", place.toString());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        unmountAll();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
