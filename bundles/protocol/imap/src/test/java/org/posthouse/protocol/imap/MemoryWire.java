package org.posthouse.protocol.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;
import org.posthouse.testkit.imap.Wire;

/** A client's end of a connection in memory. It reads only when it wants to know, so that long commands stop midway until then. */
final class MemoryWire implements Wire {
    private final MemoryConnection connection;
    private final Queue<String> responses = new ArrayDeque<>();

    MemoryWire(ImapScene scene) {
        connection = new MemoryConnection(new FakeClient().clearTextLogin(), scene::handler).open();
        connection.rest();
    }

    MemoryConnection connection() {
        return connection;
    }

    @Override
    public void send(String octets) {
        connection.stall();
        connection.send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String response() {
        if (responses.isEmpty()) {
            connection.drain();
            Responses.cut(connection.rest()).forEach(response -> responses.add(text(response)));
        }
        if (responses.isEmpty()) {
            throw new AssertionError("the server says nothing");
        }
        return responses.remove();
    }

    private static String text(CommandText response) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        List<byte[]> pieces = response.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            octets.writeBytes(pieces.get(i));
            if (i % 2 == 0) {
                octets.writeBytes(new byte[] {'\r', '\n'});
            }
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}
