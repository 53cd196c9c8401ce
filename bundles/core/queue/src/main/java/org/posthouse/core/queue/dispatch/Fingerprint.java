package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.posthouse.api.mail.Content;

/** Adds up octets to a SHA-256, by which a store can tell that many get the same message, and keep it once. */
record Fingerprint(MessageDigest digest) implements WritableByteChannel {
    /** Stores keep shorter ones as they are. */
    private static final long LEAST = 4096;

    /** Whether it is worth while for mail to so many. */
    static boolean isOf(Content message, int recipients) {
        return recipients > 1 && message.size() >= LEAST;
    }

    /** What the octets of this message are. */
    static String of(Content message) throws IOException {
        try (Fingerprint sum = new Fingerprint(MessageDigest.getInstance("SHA-256"))) {
            for (long at = 0; at < message.size(); ) {
                long moved = message.transferTo(at, message.size() - at, sum);
                if (moved <= 0) {
                    throw new IOException("message ends at " + at + " of " + message.size());
                }
                at += moved;
            }
            return "sha-256:" + HexFormat.of().formatHex(sum.digest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int write(ByteBuffer source) {
        int length = source.remaining();
        digest.update(source);
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
