package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account as it stands. Written twice: the twin is where the first copy is, 0 in that one. Held is what anything of it lies in, but for
 * this record; the weights say what became heavier and lighter by it.
 */
record AccountRecord(
        long twin,
        AccountId account,
        AccountState state,
        List<Kept> boxes,
        Operations.Run[] operations,
        Held held,
        Weights weights) {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRecord.class);

    /** All segments and all files in which something of an account lies. */
    record Held(Set<Long> segments, Set<Long> files) {
        void write(Fields to) {
            write(segments, to);
            write(files, to);
        }

        private static void write(Set<Long> numbers, Fields to) {
            to.number(numbers.size());
            numbers.forEach(to::number);
        }

        static Held read(FieldReader from) throws IOException {
            Set<Long> segments = numbers(from);
            return new Held(segments, numbers(from));
        }

        private static Set<Long> numbers(FieldReader from) throws IOException {
            Set<Long> numbers = new HashSet<>();
            for (long left = from.number(); left > 0; left--) {
                numbers.add(from.number());
            }
            return numbers;
        }
    }

    Start start() {
        return new Start(account, twin, held, weights);
    }

    /** The second copy, when this one is at this position. */
    AccountRecord copy(long position) {
        return new AccountRecord(position, account, state, boxes, operations, held, Weights.NONE);
    }

    byte[] encode() {
        Fields to = new Fields()
                .number(Kind.ACCOUNT)
                .number(Kind.LEVEL)
                .text(account.value())
                .number(twin);
        held.write(to);
        weights.write(to);
        to.number(state.key()).number(state.modSeq()).number(state.uidValidity());
        to.number(boxes.size());
        boxes.forEach(kept -> write(kept, to));
        to.number(state.subscribed().size());
        state.subscribed().forEach(to::text);
        to.number(operations.length);
        for (Operations.Run run : operations) {
            to.number(run.saved());
            if (run.saved() == 0) {
                run.write(to);
            }
        }
        return to.octets();
    }

    private static void write(Kept kept, Fields to) {
        Box box = kept.box();
        to.number(box.key())
                .text(box.id())
                .text(box.name())
                .number(box.uidValidity())
                .number(box.uidNext());
        to.number(box.modSeq()).number(box.messages()).number(box.octets());
        write(kept.parts(), to);
        write(kept.twins(), to);
        write(kept.segments(), to);
        write(kept.files(), to);
        write(kept.leans(), to);
    }

    private static void write(long[] numbers, Fields to) {
        to.number(numbers.length);
        for (long number : numbers) {
            to.number(number);
        }
    }

    /** What such a record says first. */
    record Start(AccountId account, long twin, Held held, Weights weights) {
        static Start decode(FieldReader from) throws IOException {
            from.level(Kind.LEVEL);
            AccountId account = new AccountId(from.text());
            long twin = from.number();
            Held held = Held.read(from);
            return new Start(account, twin, held, Weights.read(from));
        }
    }

    /**
     * Behind the kind.
     *
     * @param elsewhere reads runs of operations that lie at other positions; empty: it is left out
     */
    static AccountRecord decode(FieldReader from, LongFunction<Optional<Operations.Run>> elsewhere) throws IOException {
        Start start = Start.decode(from);
        long key = from.number();
        long modSeq = from.number();
        long uidValidity = from.number();
        List<Kept> boxes = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            boxes.add(kept(from));
        }
        Set<String> subscribed = new HashSet<>();
        for (long left = from.number(); left > 0; left--) {
            subscribed.add(from.text());
        }
        List<Operations.Run> operations = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            long saved = from.number();
            if (saved == 0) {
                operations.add(Operations.Run.read(from));
            } else {
                elsewhere.apply(saved).ifPresent(operations::add);
            }
        }
        AccountState state = AccountState.of(
                key, modSeq, uidValidity, boxes.stream().map(Kept::box).toList(), subscribed);
        return new AccountRecord(
                start.twin(),
                start.account(),
                state,
                boxes,
                operations.toArray(Operations.Run[]::new),
                start.held(),
                start.weights());
    }

    /** The same, but for what operations returned: of many records that would be much memory. */
    AccountRecord withoutOperations() {
        return new AccountRecord(twin, account, state, boxes, new Operations.Run[0], held, weights);
    }

    /** The run at this position, if it can be read. Without it, what was done a while ago could be done once more if it were asked again; with it nothing could be done. */
    static Optional<Operations.Run> saved(long position, LogReader reader) {
        try {
            Operations.Run run = Operations.Run.read(reader.fields(position, Kind.OPERATIONS));
            run.savedAt(position);
            return Optional.of(run);
        } catch (IOException damaged) {
            LOG.warn("what was done a while ago is forgotten: {}", damaged.toString());
            return Optional.empty();
        }
    }

    private static Kept kept(FieldReader from) throws IOException {
        long key = from.number();
        String id = from.text();
        String name = from.text();
        long uidValidity = from.number();
        long uidNext = from.number();
        long modSeq = from.number();
        long messages = from.number();
        long octets = from.number();
        Box box = new Box(key, id, name, uidValidity, uidNext, modSeq, messages, octets, Optional.empty());
        long[] parts = numbers(from);
        long[] twins = numbers(from);
        long[] segments = numbers(from);
        long[] files = numbers(from);
        return new Kept(box, parts, twins, segments, files, numbers(from), List.of());
    }

    private static long[] numbers(FieldReader from) throws IOException {
        long[] numbers = new long[Math.toIntExact(from.number())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = from.number();
        }
        return numbers;
    }
}
