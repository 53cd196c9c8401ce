package org.posthouse.protocol.pop3;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthouse.testkit.Dialogues;

/** What server and client say to each other, command by command; also when the server is replaced at every step. */
class DialoguesTest {
    @TestFactory
    Stream<DynamicTest> dialogues() {
        return Dialogues.in(Path.of("src/test/dialogues"), Pop3Scene::new);
    }
}
