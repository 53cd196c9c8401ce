package org.posthouse.lib.wire.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command as it comes: lines, and between them the literals that they announced. Grows until its last line announces none, or
 * announces one that is kept elsewhere. Who feeds it sees to its size. Used by one thread.
 */
public final class CommandText {
    private final List<byte[]> pieces = new ArrayList<>();
    private long octets;

    /** As {@link #pieces} gave it. */
    public static CommandText of(List<byte[]> pieces) {
        CommandText text = new CommandText();
        pieces.forEach(text::add);
        return text;
    }

    /** The next line without its end, or the literal that the line before has announced. */
    public void add(byte[] piece) {
        pieces.add(piece);
        octets += piece.length;
    }

    /** The literal that is to come next; empty if the command is whole. */
    public Optional<LiteralMark> announced() {
        return pieces.size() % 2 == 0 ? Optional.empty() : LiteralMark.at(pieces.get(pieces.size() - 1));
    }

    /** Whether nothing has come yet. */
    public boolean empty() {
        return pieces.isEmpty();
    }

    /** Size of all that has come. */
    public long octets() {
        return octets;
    }

    /** Line, literal, line, literal … */
    public List<byte[]> pieces() {
        return List.copyOf(pieces);
    }

    /** Reads it from its beginning. */
    public ImapReader reader() {
        return new ImapReader(pieces.isEmpty() ? List.of(new byte[0]) : pieces);
    }
}
