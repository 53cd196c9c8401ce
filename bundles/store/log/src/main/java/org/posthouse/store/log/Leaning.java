package org.posthouse.store.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** On which messages others lean that a commit copies or takes away. */
final class Leaning {
    private static final Logger LOG = LoggerFactory.getLogger(Leaning.class);

    private Leaning() {}

    /** By the position of the overlay, where its target is; what cannot be read is left out, as it counts for an estimate only. */
    static Map<Long, Long> of(Shard shard, Line line, List<StoreOp> steps) {
        Map<Long, Long> targets = new HashMap<>();
        Optional<AccountState> state = line.durable();
        if (state.isEmpty()) {
            return targets;
        }
        for (StoreOp step : steps) {
            overlays(state.get(), step).forEach(position -> targets.put(position, 0L));
        }
        return targets.isEmpty()
                ? targets
                : read(shard, targets.keySet().stream().sorted().toList());
    }

    /** Where the targets of these overlays are. */
    static Map<Long, Long> read(Shard shard, List<Long> overlays) {
        Map<Long, Long> targets = new HashMap<>();
        try (LogReader reader = new LogReader(shard.log())) {
            for (long position : overlays) {
                try {
                    Overlay overlay = Overlay.read(reader.channel(position), Positions.offset(position));
                    targets.put(position, overlay.target().position());
                } catch (IOException | RuntimeException unreadable) {
                    LOG.debug("position {} tells nothing", position, unreadable);
                }
            }
        } catch (IOException failure) {
            LOG.debug("closing", failure);
        }
        return targets;
    }

    private static LongStream overlays(AccountState state, StoreOp step) {
        if (step instanceof StoreOp.Expunge expunge) {
            return overlays(state, expunge.mailboxId(), expunge.uids());
        }
        if (step instanceof StoreOp.Copy copy && !copy.move()) {
            return overlays(state, copy.fromMailboxId(), copy.uids());
        }
        if (step instanceof StoreOp.DeleteMailbox delete) {
            Optional<Columns> columns = columns(state, delete.mailboxId());
            return columns.isEmpty()
                    ? LongStream.empty()
                    : IntStream.range(0, columns.get().count())
                            .mapToLong(columns.get()::content)
                            .filter(Positions::isOverlay);
        }
        return LongStream.empty();
    }

    private static LongStream overlays(AccountState state, String mailboxId, long[] uids) {
        Optional<Columns> columns = columns(state, mailboxId);
        return columns.isEmpty()
                ? LongStream.empty()
                : Arrays.stream(uids)
                        .mapToInt(columns.get()::indexOf)
                        .filter(at -> at >= 0)
                        .mapToLong(columns.get()::content)
                        .filter(Positions::isOverlay);
    }

    private static Optional<Columns> columns(AccountState state, String mailboxId) {
        return state.find(mailboxId).flatMap(Box::index).map(index -> index.columns());
    }
}
