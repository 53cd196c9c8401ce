package org.posthouse.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A copy of parts of the source tree, to be broken and built. */
final class Tree {
    /** The source tree that is being built. */
    static final Path ROOT = Path.of(System.getProperty("posthouse.root"));

    private static final int LIMIT_SECONDS = 1800;

    private final Path folder;

    private Tree(Path folder) {
        this.folder = folder;
    }

    /** Copies every file whose path in the tree is chosen; what has been built is never among them. */
    static Tree copy(Path folder, Predicate<String> chosen) throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) {
                String name = from.getFileName().toString();
                boolean skip = name.equals("target") || name.equals(".git");
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Path path = ROOT.relativize(from);
                if (chosen.test(path.toString())) {
                    Files.createDirectories(folder.resolve(path).getParent());
                    Files.copy(from, folder.resolve(path));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Tree(folder);
    }

    Path resolve(String path) {
        return folder.resolve(path);
    }

    /** Replaces one text of a file, which must be there. */
    void edit(String path, String old, String replacement) throws IOException {
        Path file = folder.resolve(path);
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IllegalStateException(path + " has no " + old);
        }
        Files.writeString(file, text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(replacement)));
    }

    /** Lets Maven build the copy without network; what it says, errors included. */
    Build maven(String... arguments) throws IOException, InterruptedException {
        return maven(Map.of(), arguments);
    }

    /** As {@link #maven(String...)}, in a changed environment. */
    Build maven(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("build.log");
        List<String> command = new ArrayList<>(List.of(folder.resolve("mvnw").toString(), "-B", "-o"));
        Optional.ofNullable(System.getProperty("maven.repo.local"))
                .ifPresent(r -> command.add("-Dmaven.repo.local=" + r));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("Maven takes too long: " + Files.readString(log));
        }
        return new Build(process.exitValue(), Files.readString(log));
    }

    /** How a build went. */
    record Build(int status, String log) {}
}
