package org.posthouse.core.net.frame;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/** Cuts what comes into the frames that are wanted, wherever the pieces begin and end. Used by one thread at a time. */
public final class Framer {
    private final SpoolRoom room;
    private final LineFrame lines = new LineFrame();
    private Want want = new Want.Close();
    private Optional<ContentFrame> content = Optional.empty();

    public Framer(SpoolRoom room) {
        this.room = room;
    }

    /** What is wanted from here on. Content under way goes on if the same is wished again. */
    public void want(Want next) {
        boolean same = goesOn(next);
        if (!same) {
            drop();
        }
        want = next;
        if (!same && next instanceof Want.DotText text) {
            content = Optional.of(new TextFrame(room.spool(), text.max()));
        } else if (!same && next instanceof Want.Bytes bytes) {
            content = Optional.of(new OctetsFrame(room.spool(), bytes.count()));
        }
    }

    private boolean goesOn(Want next) {
        ContentFrame under = content.orElse(null);
        if (next instanceof Want.DotText text && under instanceof TextFrame frame) {
            frame.max(text.max());
            return true;
        }
        return next instanceof Want.Bytes bytes && under instanceof OctetsFrame frame && frame.count() == bytes.count();
    }

    /** Whether the wish is one for octets. */
    public boolean hears() {
        return want instanceof Want.Line || want instanceof Want.LineOrWake || content.isPresent();
    }

    /**
     * The wanted input, once, when it is whole. Without leave to block octets may be left though a frame wants them, see
     * {@link #stuck}.
     */
    public Optional<Input> next(ByteBuf in, boolean mayBlock) {
        if (want instanceof Want.Line line) {
            return lines.take(in, line.max());
        } else if (want instanceof Want.LineOrWake line) {
            return lines.take(in, line.max());
        }
        Optional<Input> whole = content.flatMap(frame -> frame.take(in, mayBlock));
        if (whole.isPresent()) {
            content = Optional.empty();
        }
        return whole;
    }

    /** Whether these octets were left by {@link #next} because a file is needed. */
    public boolean stuck(ByteBuf in) {
        return content.isPresent() && in.isReadable();
    }

    /** Octets of the content under way that have come. */
    public long taken() {
        return content.map(ContentFrame::taken).orElse(0L);
    }

    /** Drops a content under way. */
    public void drop() {
        content.ifPresent(frame -> frame.spool.drop());
        content = Optional.empty();
    }
}
