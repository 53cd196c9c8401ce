package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConversationTest {
    @TempDir
    private Path folder;

    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final InputStream formerInput = System.in;

    @AfterEach
    void release() {
        System.setIn(formerInput);
        server.shutdownNow();
    }

    @Test
    void whatTheServerSaysIsShownAndItsStatusTaken() throws Exception {
        Future<String> request = serve((in, out) -> {
            answer(out, 1, "one ");
            answer(out, 2, "oops");
            answer(out, 1, "ä");
            answer(out, 3, "4");
        });
        assertThat(conversation().run(List.of("queue", "list"))).contains(4);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("one ä");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("oops");
        assertThat(request.get(120, TimeUnit.SECONDS)).startsWith("arg:cXVldWU=\narg:bGlzdA==\ntty:");
    }

    @Test
    void withoutATerminalNoSecretIsAsked() throws Exception {
        Future<String> request = serve((in, out) -> {
            answer(out, 4, "Password: ");
            answer(out, 3, Integer.toString(in.readInt()));
        });
        assertThat(conversation().run(List.of("account"))).contains(0);
        request.get(120, TimeUnit.SECONDS);
    }

    @Test
    void standardInputIsSentWhileTheAnswerIsAwaited() throws Exception {
        System.setIn(new ByteArrayInputStream("ä line\n".getBytes(StandardCharsets.UTF_8)));
        serve((in, out) -> {
            answer(out, 4, "");
            String line = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            int end = in.readInt();
            answer(out, 1, line);
            answer(out, 3, Integer.toString(end));
        });
        assertThat(conversation().run(List.of("account"))).contains(0);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("ä line\n");
    }

    @Test
    void noSocketMeansNoServer() throws IOException {
        assertThat(conversation().run(List.of("status"))).isEmpty();
    }

    @Test
    void aSocketNobodyListensOnMeansNoServer() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket()))
                .close();
        assertThat(socket()).exists();
        assertThat(conversation().run(List.of("status"))).isEmpty();
    }

    @Test
    void aServerThatGoesAwayIsAFailure() throws Exception {
        serve((in, out) -> answer(out, 1, "half"));
        assertThatThrownBy(() -> conversation().run(List.of("backup")))
                .isInstanceOf(IOException.class)
                .hasMessage("the server went away before the command was done");
    }

    @Test
    void anAnswerOfAnotherProtocolIsAFailure() throws Exception {
        serve((in, out) -> out.write("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> conversation().run(List.of("status")))
                .isInstanceOf(IOException.class)
                .hasMessage("the server's answer is not understood");
    }

    @Test
    void whoHasSeenEnoughEndsTheCommandQuietly() throws Exception {
        serve((in, out) -> {
            answer(out, 1, "one line");
            in.read();
        });
        Conversation conversation = new Conversation(socket(), failing("Broken pipe"), errors);
        assertThat(conversation.run(List.of("log", "--follow"))).contains(141);
        assertThat(errors.size()).isZero();
    }

    @Test
    void anAnswerThatCannotBeWrittenIsAFailure() throws Exception {
        serve((in, out) -> answer(out, 1, "one line"));
        Conversation conversation = new Conversation(socket(), failing("No space left on device"), errors);
        assertThatThrownBy(() -> conversation.run(List.of("queue", "list")))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer cannot be written: No space left on device");
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private Path socket() {
        return folder.resolve("admin.sock");
    }

    private Conversation conversation() {
        return new Conversation(socket(), output, errors);
    }

    /** Answers one connection; the future holds what was asked. */
    private Future<String> serve(Answers answers) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket()));
        return server.submit(() -> {
            try (listener;
                    SocketChannel channel = listener.accept()) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
                String request = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                answers.give(in, new DataOutputStream(Channels.newOutputStream(channel)));
                return request;
            }
        });
    }

    private static void answer(DataOutputStream out, int kind, String payload) throws IOException {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private interface Answers {
        void give(DataInputStream in, DataOutputStream out) throws IOException;
    }
}
