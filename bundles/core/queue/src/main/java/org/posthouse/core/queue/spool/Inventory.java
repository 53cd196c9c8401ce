package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which segments there are to be when the spool is opened next, so that it is noticed if one is not. Some seconds old after a crash; never
 * forced: without it nothing is lost but that.
 *
 * @param mails by the number of a segment, how many mails wait in it; none without any
 * @param states numbers of segments of marks that count
 */
record Inventory(long lastSerial, Map<Long, Long> mails, Set<Long> states) {
    private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
    private static final int LEVEL = 1;
    private static final String NAME = "inventory";

    static final Inventory NONE = new Inventory(0, Map.of(), Set.of());

    Inventory {
        mails = Map.copyOf(mails);
        states = Set.copyOf(states);
    }

    /** What there is to tell of each segment of mails if it is missing. */
    Map<Long, String> mailsExpected() {
        Map<Long, String> expected = new HashMap<>();
        mails.forEach((number, count) -> expected.put(
                number, count + (count == 1 ? " mail" : " mails") + " that waited in it cannot be delivered"));
        return expected;
    }

    /** What there is to tell of each segment of marks if it is missing. */
    Map<Long, String> statesExpected() {
        Map<Long, String> expected = new HashMap<>();
        states.forEach(number ->
                expected.put(number, "what became of some mails is not known, and they may be delivered once more"));
        return expected;
    }

    /** Writes it in place of the former one. */
    void write(Path folder) throws IOException {
        Fields to = new Fields().number(LEVEL).number(lastSerial).number(mails.size());
        new TreeMap<>(mails).forEach((number, count) -> to.number(number).number(count));
        to.number(states.size());
        new TreeSet<>(states).forEach(to::number);
        byte[] octets = to.octets();
        byte[] all = Arrays.copyOf(octets, octets.length + Integer.BYTES);
        ByteBuffer.wrap(all).putInt(octets.length, Append.crc(octets));
        Path fresh = folder.resolve(NAME + ".tmp");
        Files.write(fresh, all);
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    /** The one in this folder; none if there is none that can be read. */
    static Inventory read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try {
            byte[] all = Files.readAllBytes(file);
            int length = all.length - Integer.BYTES;
            if (length >= 0 && ByteBuffer.wrap(all).getInt(length) == Append.crc(Arrays.copyOf(all, length))) {
                return decode(new FieldReader(Arrays.copyOf(all, length)));
            }
            LOG.warn("{} is damaged: a segment that is missing would not be noticed", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, a segment that is missing would not be noticed: {}", file, e.toString());
        }
        return NONE;
    }

    private static Inventory decode(FieldReader from) throws IOException {
        from.level(LEVEL);
        long lastSerial = from.number();
        Map<Long, Long> mails = new HashMap<>();
        for (long left = from.number(); left > 0; left--) {
            long number = from.number();
            mails.put(number, from.number());
        }
        Set<Long> states = new TreeSet<>();
        for (long left = from.number(); left > 0; left--) {
            states.add(from.number());
        }
        return new Inventory(lastSerial, mails, states);
    }
}
