package org.posthouse.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.Arrived;
import org.posthouse.lib.store.Draft;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Limits;

/**
 * Takes commits from the call to the disk: an operation is done once, however often it is asked for; its contents are written and
 * forced by the caller's thread before it enters the account's line; the writer does the rest. Safe for threads.
 */
final class Commits {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 8;

    private static final Duration WARY = Duration.ofMinutes(10);

    private final Machinery parts;
    /** Until then what comes may well have come before. */
    private volatile Instant wary = Instant.MIN;

    private final Map<Operation, CompletableFuture<Committed>> underWay = new ConcurrentHashMap<>();

    private record Operation(AccountId account, String id) {}

    /** What is asked for, its contents being on disk. */
    private record Request(
            Operation operation, Optional<ModSeq> base, List<StoreOp> steps, Map<Integer, Arrived> arrived) {
        long[] contents() {
            return arrived.values().stream().mapToLong(Arrived::content).toArray();
        }
    }

    Commits(Machinery parts) {
        this.parts = parts;
    }

    Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        if (operationId.isEmpty() || operationId.length() > Limits.LONGEST_ID) {
            throw Failures.refused("The operation has no proper id");
        }
        Operation operation = new Operation(account, operationId);
        CompletableFuture<Committed> mine = new CompletableFuture<>();
        CompletableFuture<Committed> others = underWay.putIfAbsent(operation, mine);
        if (others != null) {
            return join(others);
        }
        try {
            Committed result = once(operation, base, steps);
            mine.complete(result);
            return result;
        } catch (MailException | RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underWay.remove(operation);
        }
    }

    private static Committed join(CompletableFuture<Committed> others) throws MailException {
        try {
            return others.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof MailException known) {
                throw known;
            }
            throw Failures.unknown(failure.getCause());
        } catch (TimeoutException late) {
            throw Failures.unknown(late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.unknown(interrupt);
        }
    }

    /**
     * Whether it was done before is asked first, but of what only brings messages: nearly all of that is new, and the database takes no
     * operation twice. Where one comes again, as after a crash, more will: then all are asked for a while, as one that was done fails
     * those planned upon it.
     */
    private Committed once(Operation operation, Optional<ModSeq> base, List<StoreOp> steps) throws MailException {
        boolean arrival = base.isEmpty()
                && parts.clock().instant().isAfter(wary)
                && steps.stream().allMatch(StoreOp.Append.class::isInstance);
        Optional<Committed> known = arrival ? Optional.empty() : before(operation);
        if (known.isPresent()) {
            return known.get();
        }
        Map<Integer, Arrived> arrived = new HashMap<>();
        try {
            write(steps, arrived);
            Plan done = attempt(new Request(operation, base, steps, arrived));
            afterwards(done, steps);
            return done.result();
        } catch (MailException failure) {
            abandon(arrived.values(), failure.kind() == MailException.Kind.UNKNOWN);
            if (arrival && failure.kind() != MailException.Kind.UNKNOWN) {
                known = before(operation);
                if (known.isPresent()) {
                    wary = parts.clock().instant().plus(WARY);
                    return known.get();
                }
            }
            throw failure;
        } catch (RuntimeException | Error failure) {
            abandon(arrived.values(), true);
            throw failure;
        } finally {
            parts.lines().trim();
        }
    }

    /** What it returned then, if it was done. */
    private Optional<Committed> before(Operation operation) throws MailException {
        long key = parts.lines().state(operation.account()).key();
        return key == 0 ? Optional.empty() : parts.loader().outcome(key, operation.id());
    }

    /** Contents in doubt are looked after by who comes behind the plan. */
    private void abandon(Collection<Arrived> arrived, boolean inDoubt) {
        long[] contents = arrived.stream().mapToLong(Arrived::content).toArray();
        if (inDoubt) {
            parts.sweep().free(contents);
        } else {
            Arrays.stream(contents).forEach(parts.contents()::delete);
        }
    }

    private void write(List<StoreOp> steps, Map<Integer, Arrived> arrived) throws MailException {
        try {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i) instanceof StoreOp.Append append) {
                    long size = append.message().size();
                    if (!parts.contents().hasRoom(size)) {
                        throw Failures.full();
                    }
                    long content = parts.contents().write(append.message(), append.structure());
                    parts.structures().put(content, append.structure());
                    arrived.put(i, new Arrived(content, size, append.received().toEpochMilli()));
                }
            }
        } catch (IOException | UncheckedIOException failure) {
            throw Failures.of(failure);
        }
    }

    /** Plans until the plan does not fail with another one before it. */
    private Plan attempt(Request request) throws MailException {
        for (int attempt = 1; ; attempt++) {
            Plan plan = parts.lines().within(request.operation().account(), line -> plan(line, request));
            try {
                plan.await(PATIENCE);
                return plan;
            } catch (MailException failure) {
                // Those that were done before go out of the way of those that were not.
                if (!plan.lost()
                        || attempt == ATTEMPTS
                        || before(request.operation()).isPresent()) {
                    throw failure;
                }
            }
        }
    }

    private Plan plan(Line line, Request request) throws MailException {
        for (String mailboxId : readBy(request.steps())) {
            line.open(mailboxId);
        }
        Line.Head head = line.head();
        if (request.base().isPresent()
                && request.base().get().value() != head.state().modSeq()) {
            throw Failures.conflict();
        }
        Instant now = parts.clock().instant();
        Draft draft = new Draft(line.account(), head.state(), parts.keys(), now);
        draft.take(request.steps(), request.arrived());
        return parts.submit(line, head, draft.finish(request.operation().id(), now), request.contents());
    }

    /** Mailboxes whose messages have to be known. */
    private static Set<String> readBy(List<StoreOp> steps) {
        Set<String> ids = new TreeSet<>();
        for (StoreOp step : steps) {
            if (step instanceof StoreOp.Flags flags) {
                ids.add(flags.mailboxId());
            } else if (step instanceof StoreOp.ReplaceFlags flags) {
                ids.add(flags.mailboxId());
            } else if (step instanceof StoreOp.Expunge expunge) {
                ids.add(expunge.mailboxId());
            } else if (step instanceof StoreOp.Copy copy) {
                ids.add(copy.fromMailboxId());
            }
        }
        return ids;
    }

    private void afterwards(Plan done, List<StoreOp> steps) {
        if (done.freed().length > 0) {
            parts.sweep().free(done.freed());
        }
        if (steps.stream().anyMatch(StoreOp.DeleteMailbox.class::isInstance)) {
            parts.sweep().mailboxes();
        }
    }

    /** Takes the account out, whatever is in it. */
    void erase(AccountId account) throws MailException {
        for (int attempt = 1; ; attempt++) {
            Optional<Plan> plan = parts.lines().within(account, line -> {
                Line.Head head = line.head();
                return head.state().key() == 0
                        ? Optional.empty()
                        : Optional.of(parts.submit(line, head, Draft.erasing(head.state()), new long[0]));
            });
            if (plan.isEmpty()) {
                return;
            }
            try {
                plan.get().await(PATIENCE);
                parts.sweep().mailboxes();
                return;
            } catch (MailException failure) {
                if (!plan.get().lost() || attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }
}
