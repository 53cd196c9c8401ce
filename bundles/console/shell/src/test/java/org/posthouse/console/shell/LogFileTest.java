package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
    private static final String TIME = "2026-11-22T20:00:00.000Z ";

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(
                folder.resolve("posthouse.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> read(LogFile file) throws IOException {
        List<String> texts = new ArrayList<>();
        file.read(entry -> texts.add(entry.text()));
        return texts;
    }

    @Test
    void whatComesIsReadOnceAndHalfALineWaits() throws Exception {
        try (LogFile file = new LogFile(write(TIME + "one\n" + TIME + "tw"))) {
            assertThat(read(file)).containsExactly("one");
            assertThat(read(file)).isEmpty();
            write("o\n");
            assertThat(read(file)).containsExactly("two");
        }
    }

    @Test
    void aStackTraceBelongsToItsEntry() throws Exception {
        try (LogFile file = new LogFile(write(TIME + "one\nat a.B\nat a.C\n" + TIME + "two\n"))) {
            assertThat(read(file)).containsExactly("one\nat a.B\nat a.C", "two");
        }
    }

    @Test
    void theRestOfAStackTraceIsNotLost() throws Exception {
        try (LogFile file = new LogFile(write(TIME + "one\nat a.B\n"))) {
            assertThat(read(file)).containsExactly("one\nat a.B");
            write("at a.C\n");
            assertThat(read(file)).containsExactly("at a.C");
        }
    }

    @Test
    void anotherFileOfTheSameNameIsReadFromItsBeginning() throws Exception {
        Path path = write(TIME + "one\n");
        try (LogFile file = new LogFile(path)) {
            assertThat(read(file)).containsExactly("one");
            write(TIME + "last of the day\n");
            Files.move(path, folder.resolve("posthouse.2026-11-22.log"));
            write(TIME + "first of the next\n");
            assertThat(read(file)).containsExactly("last of the day", "first of the next");
        }
    }

    @Test
    void aLogThatIsNotThereYetIsEmpty() throws Exception {
        try (LogFile file = new LogFile(folder.resolve("posthouse.log"))) {
            assertThat(read(file)).isEmpty();
            write(TIME + "one\n");
            assertThat(read(file)).containsExactly("one");
        }
    }

    @Test
    void readingBeginsNearTheEndAtAnEntry() throws Exception {
        try (LogFile file = new LogFile(write(TIME + "one\n" + TIME + "two\n"))) {
            file.skipTo(TIME.length() + 6);
            assertThat(read(file)).containsExactly("two");
        }
    }

    @Test
    void theClassThatWroteItAndItsLevelAreKnown() {
        LogEntry entry = LogEntry.begin(
                        "posthouse", TIME + "WARN  org.posthouse.core.net.Door [posthouse-net-1] imap listens")
                .orElseThrow();
        assertThat(entry.level()).isEqualTo("WARN");
        assertThat(entry.service()).isEqualTo("org.posthouse.core.net.Door");
        LogEntry mail = LogEntry.begin("mail", TIME + "0X1 accepted size=1").orElseThrow();
        assertThat(mail.level()).isEmpty();
        assertThat(mail.service()).isEmpty();
    }
}
