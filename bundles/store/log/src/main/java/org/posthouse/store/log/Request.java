package org.posthouse.store.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.Spot;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Draft;
import org.posthouse.lib.store.Drafted;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Failures;

/**
 * A commit on its way to the disk. What it does is worked out by the writer when its turn comes, upon what the commits before it will
 * leave; if those are lost, it is worked out anew.
 */
final class Request implements org.posthouse.lib.segments.Draft {
    private final Shard shard;
    private final Line line;
    private final Order order;
    private final Bodies bodies;
    private final Append append;
    private final CompletableFuture<Committed> done = new CompletableFuture<>();
    private volatile Map<Long, Long> leaning = Map.of();
    private volatile Optional<Worked> worked = Optional.empty();
    private volatile boolean written;

    /** What is asked for; no id: the account is to be erased. */
    record Order(String operationId, Optional<ModSeq> base, List<StoreOp> steps) {
        static final Order ERASE = new Order("", Optional.empty(), List.of());
    }

    /** What it comes to. */
    private record Worked(Drafted drafted, CommitRecord commit) {}

    Request(Shard shard, Line line, Order order, Bodies bodies) {
        this.shard = shard;
        this.line = line;
        this.order = order;
        this.bodies = bodies;
        this.append = Append.drafted(Kind.COMMIT, this, bodies.octets());
        var unused = append.placed().whenComplete((place, failure) -> {
            if (failure == null) {
                safe(place);
            } else {
                failed(failure);
            }
        });
    }

    String operationId() {
        return order.operationId();
    }

    Append append() {
        return append;
    }

    /** Where the targets of overlays are that it copies or takes away. Before it is handed to the writer. */
    void leaning(Map<Long, Long> targets) {
        leaning = Map.copyOf(targets);
    }

    /** Where the first message is that it has brought, if it has. When it is over. */
    OptionalLong content() {
        return written ? Arrays.stream(worked.orElseThrow().commit().contents()).findFirst() : OptionalLong.empty();
    }

    /** Runs this when it is over. */
    void whenOver(Runnable what) {
        var unused = done.whenComplete((result, failure) -> what.run());
    }

    /** When it is over; on the writer's thread. */
    CompletableFuture<Committed> done() {
        return done;
    }

    @Override
    public Optional<byte[]> meta(Spot spot) throws MailException {
        if (isDone()) {
            return Optional.empty();
        }
        AccountState head = line.head();
        Drafted drafted;
        if (order.operationId().isEmpty()) {
            drafted = Draft.erasing(head);
            if (head.key() == 0) {
                done.complete(drafted.result());
                return Optional.empty();
            }
        } else {
            if (order.base().isPresent() && order.base().get().value() != head.modSeq()) {
                throw Failures.conflict();
            }
            Instant now = shard.clock().instant();
            Draft draft = new Draft(line.account(), head, shard.numbers(), now);
            draft.take(order.steps(), bodies.at(spot));
            drafted = draft.finish(order.operationId(), now);
        }
        Map<Long, Long> targets = new HashMap<>(leaning);
        targets.putAll(bodies.targets(spot));
        CommitRecord commit = new CommitRecord(
                line.account(),
                drafted.result().modSeq().value(),
                drafted.rows(),
                Weights.of(drafted.rows(), gone(head, drafted), targets),
                bodies.target().stream().boxed().toList());
        worked = Optional.of(new Worked(drafted, commit));
        return Optional.of(commit.encode());
    }

    /** Whether the operation has been done, or is being done by another; then its result is ours. */
    private boolean isDone() throws MailException {
        if (order.operationId().isEmpty()) {
            return false;
        }
        Optional<Request> other = line.pending(order.operationId());
        if (other.isPresent()) {
            var unused = other.get().done.whenComplete((result, failure) -> {
                if (failure == null) {
                    done.complete(result);
                } else {
                    done.completeExceptionally(failure);
                }
            });
            return true;
        }
        Optional<Committed> known = shard.loader().known(line, order.operationId());
        known.ifPresent(done::complete);
        return known.isPresent();
    }

    /** Messages that go, also with their mailboxes. */
    private static List<Entry> gone(AccountState head, Drafted drafted) {
        List<Entry> gone = new ArrayList<>(drafted.freed());
        for (Change change : drafted.rows()) {
            if (change instanceof Change.MailboxDeleted deleted) {
                head.boxes().stream()
                        .filter(box -> box.key() == deleted.key())
                        .flatMap(box -> box.index().stream())
                        .forEach(index -> {
                            for (int i = 0; i < index.columns().count(); i++) {
                                gone.add(index.columns().entry(i));
                            }
                        });
            }
        }
        return gone;
    }

    /** Whether it has been written itself. */
    boolean isWritten() {
        return written;
    }

    @Override
    public void written(Place place) {
        written = true;
        line.written(worked.orElseThrow().drafted().after(), this);
    }

    private void safe(Place place) {
        Worked now = worked.orElseThrow();
        place.segment().unwanted(place.span());
        shard.published(
                line, now.drafted().after(), Positions.of(place.segment().number(), place.offset()), now.commit());
        done.complete(now.drafted().result());
    }

    private void failed(Throwable failure) {
        if (written) {
            line.lost();
        }
        done.completeExceptionally(failure);
    }

    /** Waits until it is safe, half a minute at most. */
    Committed await() throws MailException {
        return Waiting.until(done);
    }
}
