package org.posthouse.core.config.etc;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A folder with one file for each PID. A file is whole at every moment, also when the power fails, and for the server's user alone:
 * passwords are among the settings.
 */
final class EtcFolder {
    private static final String SUFFIX = ".config";
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

    private final Path folder;

    EtcFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path path() {
        return folder;
    }

    Path file(String pid) {
        StringBuilder name = new StringBuilder();
        for (byte octet : pid.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "._~-".indexOf(c) >= 0);
            name.append(
                    plain && (c != '.' || name.length() > 0) ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return folder.resolve(name + SUFFIX);
    }

    /** What tells one content of a file from another, by PID. */
    Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                Optional<String> pid = pid(file.getFileName().toString());
                if (pid.isPresent() && Files.isRegularFile(file)) {
                    stamp(file).ifPresent(stamp -> stamps.put(pid.get(), stamp));
                }
            }
        }
        return stamps;
    }

    /** Empty if there is no file. */
    Optional<Map<String, Object>> read(String pid) throws IOException {
        try {
            return Optional.of(ConfigText.parse(Files.readString(file(pid))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new BrokenFileException("is no text in UTF-8");
        }
    }

    /** Replaces the file as a whole; comment lines at its head are kept. */
    void write(String pid, Map<String, Object> values) throws IOException {
        Path file = file(pid);
        String text = ConfigText.print(comment(pid, file), values);
        Set<PosixFilePermission> permissions = permissions(file);
        Path fresh = folder.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    /** Those of a file that is there already, if they are stricter. */
    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(OWN);
        if (Files.exists(file)) {
            permissions.retainAll(Files.getPosixFilePermissions(file));
        }
        return permissions;
    }

    void delete(String pid) throws IOException {
        if (Files.deleteIfExists(file(pid))) {
            forceFolder();
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String comment(String pid, Path file) throws IOException {
        if (Files.exists(file)) {
            String kept = Files.readString(file)
                    .lines()
                    .takeWhile(line -> line.startsWith("#"))
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
            if (!kept.isEmpty()) {
                return kept;
            }
        }
        return "# " + pid + "\n";
    }

    private static Optional<String> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> pid(String fileName) {
        if (fileName.startsWith(".")) {
            return Optional.empty();
        }
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        try {
            return Optional.of(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .filter(each -> !each.isEmpty());
        } catch (IllegalArgumentException e) {
            // No name that we would give.
            return Optional.empty();
        }
    }
}
