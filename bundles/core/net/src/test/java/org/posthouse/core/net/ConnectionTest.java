package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    @TempDir
    Path folder;

    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(new Parrot("1"));
        door = server.listen(DoorSettings.Security.STARTTLS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aClientIsGreetedAnsweredAndLetGo() throws IOException {
        try (Caller caller = new Caller(door)) {
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
            assertThat(caller.ask("QUIT")).isEqualTo("bye");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void pipelinedInputIsAnsweredInOrder() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.send("a\r\nTEXT 100\r\n..x\r\n.\r\nb\r\nBYTES 3\r\nxyzBIG 100000\r\nQUIT\r\n");
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.line()).isEqualTo("a crlf=true");
            assertThat(caller.line()).isEqualTo("go");
            assertThat(caller.line()).startsWith("text 4 ").endsWith(" clean=true eight=false longest=2");
            assertThat(caller.line()).isEqualTo("b crlf=true");
            assertThat(caller.line()).startsWith("data 3 ");
            assertThat(caller.line()).isEqualTo("big");
            assertThat(caller.line()).hasSize(100_000);
            assertThat(caller.line()).isEqualTo("bye");
            assertThat(caller.ended()).isTrue();
        }
    }
}
