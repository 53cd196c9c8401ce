package org.posthouse.store.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Index;

/** Cuts the columns of a mailbox into pieces, so that what is added to it leaves most of them as they were. For one thread. */
final class Pieces {
    private static final int MOST_RUNS = 32;

    private final Index index;
    private final Columns columns;
    private final int most;
    private final List<Piece> pieces = new ArrayList<>();

    /** Of a mailbox as it was written, by the first UID of each. */
    private final Map<Long, Piece.Lasting> former = new HashMap<>();

    private long formerModSeq;

    /** @param most octets of a piece, but for one that is a single run */
    Pieces(Index index, int most) {
        this.index = index;
        this.columns = index.columns();
        this.most = most;
    }

    /** All of them, of which those that are on disk stay there. */
    List<Piece> of(Optional<Kept> known) {
        known.ifPresent(this::learn);
        int start = 0;
        for (int run = 0; run < columns.runs(); ) {
            Optional<Piece.Lasting> there = lasting(start);
            int next = there.isPresent() ? after(run, there.get().cut().messages()) : run;
            if (next > run) {
                pieces.add(there.get());
            } else {
                next = end(run, start);
                pieces.add(fresh(run, next, start));
            }
            for (; run < next; run++) {
                start += columns.messages(run);
            }
        }
        return pieces;
    }

    private void learn(Kept kept) {
        formerModSeq = kept.box().modSeq();
        for (int i = 0; i < kept.cuts().size(); i++) {
            Cut cut = kept.cuts().get(i);
            former.put(cut.first(), new Piece.Lasting(kept.parts()[i], kept.twins()[i], cut));
        }
    }

    /** The piece that begins with this message, if it is as it was. */
    private Optional<Piece.Lasting> lasting(int start) {
        return Optional.ofNullable(former.get(columns.uid(start)))
                .filter(piece -> piece.cut().stands(columns, start, formerModSeq));
    }

    /** The run that so many messages end before; this one if they end within one. */
    private int after(int run, int messages) {
        int left = messages;
        int next = run;
        while (left > 0 && next < columns.runs()) {
            left -= columns.messages(next++);
        }
        return left == 0 ? next : run;
    }

    /** The run before which a new piece ends that begins here: it is not too large, or one stays that was written before. */
    private int end(int run, int start) {
        int octets = columns.octets(run);
        int at = start + columns.messages(run);
        int next = run + 1;
        while (next < columns.runs()
                && next - run < MOST_RUNS
                && octets + columns.octets(next) <= most
                && (lasting(at).isEmpty() || after(next, lasting(at).get().cut().messages()) == next)) {
            octets += columns.octets(next);
            at += columns.messages(next++);
        }
        return next;
    }

    private Piece fresh(int from, int to, int start) {
        int octets = 0;
        int messages = 0;
        for (int run = from; run < to; run++) {
            octets += columns.octets(run);
            messages += columns.messages(run);
        }
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        ByteBuffer content = ByteBuffer.allocate(octets);
        for (int run = from; run < to; run++) {
            columns.write(run, content, flags -> numbers.computeIfAbsent(flags, unused -> numbers.size()));
        }
        Fields meta = new Fields().number(Kind.COLUMNS).number(Kind.LEVEL).number(numbers.size());
        numbers.keySet().forEach(flags -> meta.text(index.flagTable().get(flags).text()));
        byte[] said = meta.octets();
        return new Piece.Fresh(
                new Part(Kind.COLUMNS, said, content.array()),
                new Part(Kind.COLUMNS, said, content.array()),
                Cut.of(columns, start, start + messages));
    }
}
