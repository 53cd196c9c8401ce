package org.posthouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Good inputs, and what becomes of them: octets lost, doubled, exchanged; words and numbers put where they do not belong. */
final class Mutations {
    private static final int MAX_INPUT = 1 << 16;
    private static final int NOISE = 300;
    private static final int MOST = 8;
    private static final int PIECE = 64;
    private static final List<byte[]> NUMBERS = List.of(
            octets("0"),
            octets("-1"),
            octets("2147483648"),
            octets("4294967295"),
            octets("4294967296"),
            octets("9223372036854775808"),
            octets("99999999999999999999999"));

    private final List<byte[]> corpus;
    private final List<byte[]> words;

    Mutations(List<byte[]> corpus, List<byte[]> words) {
        if (corpus.isEmpty()) {
            throw new IllegalArgumentException("there must be something to spoil");
        }
        this.corpus = List.copyOf(corpus);
        this.words = List.copyOf(words);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    Mutations with(List<byte[]> more) {
        List<byte[]> all = new ArrayList<>(words);
        all.addAll(more);
        return new Mutations(corpus, all);
    }

    /** One in sixteen is nothing but noise, one in sixteen is good. */
    byte[] next(Random random) {
        int kind = random.nextInt(16);
        if (kind == 0) {
            return noise(random, random.nextInt(NOISE));
        }
        byte[] input = any(corpus, random);
        for (int n = kind == 1 ? 0 : 1 + random.nextInt(MOST); n > 0; n--) {
            input = spoil(input, random);
        }
        return input.length <= MAX_INPUT ? input : Arrays.copyOf(input, MAX_INPUT);
    }

    private byte[] spoil(byte[] input, Random random) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(PIECE));
        return switch (random.nextInt(10)) {
            case 0 -> replaced(input, from, to, new byte[0]);
            case 1 -> replaced(input, from, Math.min(input.length, from + 1), noise(random, 1));
            case 2 -> replaced(input, from, from, Arrays.copyOfRange(input, from, to));
            case 3 -> replaced(input, from, from, repeated(word(random), 1 + random.nextInt(200)));
            case 4 -> replaced(input, from, to, any(NUMBERS, random));
            case 5 -> replaced(input, from, to, piece(any(corpus, random), random));
            case 6 -> Arrays.copyOf(input, from);
            case 7 -> replaced(input, from, to, noise(random, random.nextInt(8)));
            default -> replaced(input, from, random.nextBoolean() ? from : to, word(random));
        };
    }

    /** A word of the grammar, or a single octet that many grammars give a meaning to. */
    private byte[] word(Random random) {
        if (!words.isEmpty() && random.nextInt(4) > 0) {
            return any(words, random);
        }
        String special = "()[]{}<>\"\\*%:;,.&-+=?@/'!|~ \t\r\n\0\u007f\u00e4\u00ff";
        return octets(String.valueOf(special.charAt(random.nextInt(special.length()))));
    }

    private static byte[] piece(byte[] of, Random random) {
        int from = random.nextInt(of.length + 1);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(PIECE)));
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] repeated(byte[] word, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(word);
        }
        return all.toByteArray();
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(input.length + by.length);
        all.write(input, 0, from);
        all.writeBytes(by);
        all.write(input, to, input.length - to);
        return all.toByteArray();
    }

    private static byte[] any(List<byte[]> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
