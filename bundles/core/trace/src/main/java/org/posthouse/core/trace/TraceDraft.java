package org.posthouse.core.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.posthouse.api.trace.TraceStep;

/** Octets of one step after the other, as {@link TraceRecord} has them; used again and again, by one thread at a time. */
final class TraceDraft {
    private final CRC32C sum = new CRC32C();
    private final BiConsumer<String, String> eachFact = this::fact;
    private byte[] octets = new byte[1024];
    private int size;

    /** This step instead of the one before. */
    TraceDraft of(TraceStep step) {
        size = TraceRecord.FRAME;
        room(17);
        octets[size] = TraceRecord.VERSION;
        ByteBuffer.wrap(octets).putLong(size + 1, step.time().toEpochMilli()).putLong(size + 9, step.micros());
        size += 17;
        text(step.stage());
        text(step.queueId().orElse(""));
        text(step.connectionId().orElse(""));
        text(step.plugin());
        text(step.version());
        text(step.config());
        text(step.verdict());
        text(step.reply());
        step.facts().forEach(eachFact);
        int length = size - TraceRecord.FRAME;
        sum.reset();
        sum.update(octets, TraceRecord.FRAME, length);
        ByteBuffer.wrap(octets).putInt(0, length).putInt(4, (int) sum.getValue());
        return this;
    }

    int size() {
        return size;
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(octets, 0, target, at, size);
    }

    private void fact(String name, String value) {
        text(name);
        text(value);
    }

    private void text(String value) {
        int length = Math.min(TraceStep.LONGEST, value.length());
        room(2 + length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                encoded(value.substring(0, length));
                return;
            }
            octets[size + 2 + i] = (byte) c;
        }
        length(length);
        size += length;
    }

    /** Of a text that is not ASCII. */
    private void encoded(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        room(2 + utf8.length);
        length(utf8.length);
        System.arraycopy(utf8, 0, octets, size, utf8.length);
        size += utf8.length;
    }

    private void length(int length) {
        octets[size] = (byte) (length >> 8);
        octets[size + 1] = (byte) length;
        size += 2;
    }

    private void room(int more) {
        if (size + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(size + more, 2 * octets.length));
        }
    }
}
