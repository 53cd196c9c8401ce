package org.posthouse.protocol.imap.fetch;

import java.util.Arrays;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.wire.imap.FetchItem.Partial;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.spi.protocol.Output;

/** The octets that answer one BODY[…]: NIL, in memory, or a range of the message that never is. */
sealed interface Piece {
    /** There is no such part. */
    record Nothing() implements Piece {
        @Override
        public void write(ImapWriter writer, Output out) {
            writer.nil();
        }

        @Override
        public void close() {}
    }

    record InMemory(byte[] octets) implements Piece {
        @Override
        public void write(ImapWriter writer, Output out) {
            writer.literal(octets.length).bytes(octets);
        }

        @Override
        public void close() {}

        /** The part of it that is asked for; none if it begins behind the end. */
        InMemory cut(Optional<Partial> partial) {
            if (partial.isEmpty()) {
                return this;
            }
            int from = (int) Math.min(octets.length, partial.get().offset());
            int to = (int) Math.min(octets.length, from + partial.get().count());
            return new InMemory(Arrays.copyOfRange(octets, from, to));
        }
    }

    /** The output closes the content. */
    record InContent(Content content, long offset, long count) implements Piece {
        @Override
        public void write(ImapWriter writer, Output out) {
            out.bytes(writer.literal(count).take());
            out.content(content, offset, count);
        }

        @Override
        public void close() {
            content.close();
        }
    }

    /** Writes it as nstring; what the writer holds comes first. */
    void write(ImapWriter writer, Output out);

    /** Instead of being written. */
    void close();
}
