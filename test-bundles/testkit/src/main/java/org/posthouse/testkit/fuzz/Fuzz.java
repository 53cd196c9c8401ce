package org.posthouse.testkit.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Feeds a parser with spoiled inputs, the same ones in each run. Every input has a seed of its own, which a failure names:
 * {@code -Dposthouse.fuzz.seed=N} begins with that input. {@code -Dposthouse.fuzz.seconds=N} goes on for so long,
 * {@code -Dposthouse.long=true} for a minute.
 */
public final class Fuzz {
    private static final int MINUTE = 60;
    private static final int SHOWN = 2000;
    private static final int LARGE = Boolean.getBoolean("posthouse.long") ? 1 << 22 : 1 << 20;
    /** What is linear takes a moment for so many octets; what is not takes many minutes. */
    private static final Duration LINEAR = Duration.ofMinutes(1);

    private final Mutations mutations;
    private final int rounds;
    private final long seed;
    private final Duration duration;

    private Fuzz(Mutations mutations, int rounds) {
        this.mutations = mutations;
        this.rounds = rounds;
        this.seed = Long.getLong("posthouse.fuzz.seed", 1);
        this.duration = Duration.ofSeconds(
                Integer.getInteger("posthouse.fuzz.seconds", Boolean.getBoolean("posthouse.long") ? MINUTE : 0));
    }

    /** Takes an input; whatever it throws is a failure. */
    @FunctionalInterface
    public interface Parser {
        void take(byte[] input) throws Exception;
    }

    /** Spoils these inputs, octets as in ISO 8859-1. */
    public static Fuzz of(List<String> corpus) {
        return ofOctets(corpus.stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList());
    }

    /** Spoils these inputs. */
    public static Fuzz ofOctets(List<byte[]> corpus) {
        return new Fuzz(new Mutations(corpus, List.of()), 20_000);
    }

    /** With words of the grammar, which are put in anywhere. */
    public Fuzz words(String... words) {
        List<byte[]> octets = Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        return new Fuzz(mutations.with(octets), rounds);
    }

    /** How many inputs the short form has: as many as take about a second. */
    public Fuzz rounds(int count) {
        return new Fuzz(mutations, count);
    }

    /** Feeds the parser. */
    public void feed(Parser parser) {
        long until = System.nanoTime() + duration.toNanos();
        for (long round = 0; duration.isZero() ? round < rounds : System.nanoTime() < until; round++) {
            byte[] input = mutations.next(new Random(seed + round));
            try {
                parser.take(input);
            } catch (Throwable e) {
                throw new AssertionError("-Dposthouse.fuzz.seed=" + (seed + round) + " fails with " + shown(input), e);
            }
        }
    }

    /** Takes a very large input, made of a beginning and a piece again and again, in time that only a linear parser keeps. */
    public static void linear(String begin, String piece, Parser parser) {
        byte[] input = repeated(begin, piece, LARGE);
        assertTimeoutPreemptively(LINEAR, () -> parser.take(input), () -> "not linear for " + begin + piece + "…");
    }

    private static byte[] repeated(String begin, String piece, int octets) {
        String text = begin + piece.repeat(Math.max(1, octets / piece.length()));
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As Java would write it. */
    private static String shown(byte[] input) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Math.min(input.length, SHOWN); i++) {
            char c = (char) (input[i] & 0xff);
            boolean plain = c >= ' ' && c < 0x7f && c != '\\' && c != '"';
            parts.add(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return input.length + " octets \"" + String.join("", parts) + "\"";
    }
}
