package org.posthouse.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Messages of one size: no two with the same header, ordinary lines of words below. */
public final class Mails {
    private static final int LINE = 68;
    private static final String[] WORDS =
            ("the of and report meeting budget server queue invoice schedule please review attached"
                            + " version release customer project delay question answer tomorrow morning storage network update")
                    .split(" ");
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final int size;

    /**
     * The makers of such messages.
     *
     * @param size octets of each message
     */
    public Mails(int size) {
        this.size = size;
    }

    /** Octets of each message. */
    public int size() {
        return size;
    }

    /** The next message to this address. */
    public byte[] next(String recipient) {
        long number = NUMBERS.incrementAndGet();
        byte[] header = ("From: Sender Person <sender@sender.test>\r\nTo: Reader Person <" + recipient
                        + ">\r\nSubject: benchmark message number " + number + " about "
                        + WORDS[(int) (number % WORDS.length)]
                        + "\r\nDate: Mon, 01 Jan 2024 10:00:00 +0000\r\nMessage-ID: <" + number + "."
                        + System.nanoTime()
                        + "@sender.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(header, Math.max(size, header.length + 2));
        write(message, header.length, new Random(number));
        return message;
    }

    private static void write(byte[] message, int from, Random random) {
        int column = 0;
        int end = message.length - 2;
        for (int at = from; at < end; ) {
            if (column > LINE && at + 2 < end) {
                message[at++] = '\r';
                message[at++] = '\n';
                column = 0;
            }
            String word = WORDS[random.nextInt(WORDS.length)];
            for (int i = 0; i <= word.length() && at < end; i++, at++, column++) {
                message[at] = (byte) (i < word.length() ? word.charAt(i) : ' ');
            }
        }
        message[end] = '\r';
        message[end + 1] = '\n';
    }
}
