package org.posthouse.lib.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.posthouse.api.mail.Content;

/** A range of content as a stream, read in pieces. */
final class ContentRange extends InputStream {
    private static final int PIECE = 32 * 1024;
    private final Content message;
    private long at;
    private final long end;
    private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);

    ContentRange(Content message, long offset, long count) {
        this.message = message;
        this.at = offset;
        this.end = Math.min(message.size(), offset + count);
    }

    private boolean more() throws IOException {
        if (piece.available() == 0 && at < end) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long moved = message.transferTo(at, Math.min(PIECE, end - at), Channels.newChannel(out));
            at = moved <= 0 ? end : at + moved;
            piece = new ByteArrayInputStream(out.toByteArray());
        }
        return piece.available() > 0;
    }

    @Override
    public int read() throws IOException {
        return more() ? piece.read() : -1;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        return count == 0 ? 0 : more() ? piece.read(target, from, count) : -1;
    }
}
