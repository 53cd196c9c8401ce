package org.posthouse.protocol.smtp;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthouse.testkit.Dialogues;

class SmtpDialoguesTest {
    private static final Path FOLDER = Path.of("src/test/dialogues");

    @TestFactory
    Stream<DynamicTest> mx() {
        return Dialogues.in(FOLDER.resolve("mx"), () -> new SmtpScene(Dialect.MX));
    }

    @TestFactory
    Stream<DynamicTest> submission() {
        return Dialogues.in(FOLDER.resolve("submission"), () -> new SmtpScene(Dialect.SUBMISSION));
    }

    @TestFactory
    Stream<DynamicTest> lmtp() {
        return Dialogues.in(FOLDER.resolve("lmtp"), () -> new SmtpScene(Dialect.LMTP));
    }
}
