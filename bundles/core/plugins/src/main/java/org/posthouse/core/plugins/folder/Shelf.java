package org.posthouse.core.plugins.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Our own copies of jars, {@code data/plugins/NAME/VERSION-hash.jar}: what runs is read from here, so that writing over a file in
 * {@code plugins/} harms nothing that runs.
 */
public final class Shelf {
    private static final long LARGEST = 256L << 20;
    private static final String SUFFIX = ".jar";

    private final Path folder;

    public Shelf(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies and checks a jar.
     *
     * @throws IOException if it is not whole, or changes while it is read; it may be whole later
     * @throws RefusedException if it is whole but cannot be a plug-in
     */
    public PlugInJar take(Path jar) throws IOException, RefusedException {
        Path incoming = Files.createDirectories(folder.resolve(".incoming"));
        Path copy = Files.createTempFile(incoming, "", SUFFIX);
        try {
            PlugInJar checked = JarCheck.check(copy, copy(jar, copy));
            Path place = place(checked.name(), checked.id());
            if (!Files.exists(place)) {
                Files.createDirectories(place.getParent());
                Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return new PlugInJar(checked.name(), checked.version(), checked.hash(), place, checked.alone());
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** A copy that was taken before. */
    public Optional<PlugInJar> find(String name, String id) {
        Path place = place(name, id);
        if (!Files.isRegularFile(place)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JarCheck.check(place, id.substring(id.lastIndexOf('-') + 1)))
                    .filter(each -> each.name().equals(name) && each.id().equals(id));
        } catch (IOException | RefusedException e) {
            return Optional.empty();
        }
    }

    /** Removes all copies but these. */
    public void prune(String name, Set<String> keep) throws IOException {
        Path place = folder.resolve(name);
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*" + SUFFIX)) {
                for (Path file : files) {
                    if (!keep.contains(id(file))) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private Path place(String name, String id) {
        return folder.resolve(name).resolve(id + SUFFIX);
    }

    private static String id(Path copy) {
        String file = copy.getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /** Returns the hash. */
    private static String copy(Path from, Path to) throws IOException, RefusedException {
        Stamp before = Stamp.of(from);
        if (before.size() > LARGEST) {
            throw new RefusedException("is larger than 256 MiB");
        }
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        if (!Stamp.of(from).equals(before)) {
            throw new IOException("it changed while it was read");
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
