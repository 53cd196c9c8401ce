package org.posthouse.tck.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.StoreOp;

/** Steps of a {@link ModelAccount} and their results as words in a line. */
final class Steps {
    private Steps() {}

    static String print(List<StoreOp> steps) {
        return steps.stream().map(Steps::print).collect(Collectors.joining(";"));
    }

    private static String print(StoreOp step) {
        if (step instanceof StoreOp.Append append) {
            return "append," + append.mailboxId() + ","
                    + ModelAccount.textOf(append).replace(' ', '_') + "," + words(append.flags());
        }
        if (step instanceof StoreOp.Copy copy) {
            return "copy," + copy.fromMailboxId() + "," + numbers(copy.uids()) + "," + copy.toMailboxId() + ","
                    + copy.move();
        }
        if (step instanceof StoreOp.Flags flags) {
            return "flags," + flags.mailboxId() + "," + numbers(flags.uids()) + "," + words(flags.add()) + ","
                    + words(flags.remove());
        }
        if (step instanceof StoreOp.ReplaceFlags flags) {
            return "replace," + flags.mailboxId() + "," + numbers(flags.uids()) + "," + words(flags.flags());
        }
        if (step instanceof StoreOp.Expunge expunge) {
            return "expunge," + expunge.mailboxId() + "," + numbers(expunge.uids());
        }
        if (step instanceof StoreOp.CreateMailbox create) {
            return "create," + create.mailboxId() + "," + create.name();
        }
        throw new IllegalArgumentException("no step of a model: " + step);
    }

    private static String numbers(long[] numbers) {
        return LongStream.of(numbers).mapToObj(Long::toString).collect(Collectors.joining("+", "=", ""));
    }

    private static String words(Set<String> words) {
        return "=" + String.join("+", words);
    }

    static List<StoreOp> parse(String line) {
        List<StoreOp> steps = new ArrayList<>();
        for (String step : line.split(";", -1)) {
            steps.add(parse(step.split(",", -1)));
        }
        return steps;
    }

    private static StoreOp parse(String[] words) {
        return switch (words[0]) {
            case "append" ->
                StoreUnderTest.append(
                        words[1], words[2].replace('_', ' '), words(words[3]).toArray(String[]::new));
            case "copy" -> new StoreOp.Copy(words[1], numbers(words[2]), words[3], Boolean.parseBoolean(words[4]));
            case "flags" -> new StoreOp.Flags(words[1], numbers(words[2]), words(words[3]), words(words[4]));
            case "replace" -> new StoreOp.ReplaceFlags(words[1], numbers(words[2]), words(words[3]));
            case "expunge" -> new StoreOp.Expunge(words[1], numbers(words[2]));
            case "create" -> new StoreOp.CreateMailbox(words[1], words[2]);
            default -> throw new IllegalArgumentException("no step: " + words[0]);
        };
    }

    private static long[] numbers(String joined) {
        return Arrays.stream(joined.substring(1).split("\\+", -1))
                .filter(number -> !number.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static Set<String> words(String joined) {
        return joined.equals("=") ? Set.of() : Set.of(joined.substring(1).split("\\+", -1));
    }

    static String print(Committed committed) {
        return committed.modSeq().value()
                + committed.made().stream()
                        .map(made ->
                                ";" + made.step() + "," + made.mailboxId() + "," + made.sourceUid() + "," + made.uid())
                        .collect(Collectors.joining());
    }

    static Committed parseCommitted(String line) {
        String[] parts = line.split(";", -1);
        List<Committed.Made> made = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] words = parts[i].split(",", -1);
            made.add(new Committed.Made(
                    Integer.parseInt(words[0]), words[1], Long.parseLong(words[2]), Long.parseLong(words[3])));
        }
        return new Committed(new ModSeq(Long.parseLong(parts[0])), made);
    }
}
