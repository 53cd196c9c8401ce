package org.posthouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A folder of dialogue files ({@code *.txt}, also in folders below) as tests, each played twice: as written, and with a hand-over
 * before every input. Return it from a {@code @TestFactory}:
 * <pre>
 * &#64;TestFactory
 * Stream&lt;DynamicTest&gt; dialogues() {
 *     return Dialogues.in(Path.of("src/test/dialogues"), SmtpScene::new);
 * }
 * </pre>
 */
public final class Dialogues {
    private Dialogues() {}

    public static Stream<DynamicTest> in(Path folder, Supplier<Scene> scenes) {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (files.isEmpty()) {
            throw new AssertionError("no dialogues in " + folder.toAbsolutePath());
        }
        return files.stream().flatMap(file -> both(folder, file, scenes));
    }

    private static Stream<DynamicTest> both(Path folder, Path file, Supplier<Scene> scenes) {
        String name = folder.getFileName().resolve(folder.relativize(file)).toString();
        return Stream.of(
                DynamicTest.dynamicTest(
                        name, file.toUri(), () -> Dialogue.read(file).play(scenes.get())),
                DynamicTest.dynamicTest(name + ", handed over at every step", file.toUri(), () -> Dialogue.read(file)
                        .playSwapping(scenes.get())));
    }
}
