package org.posthouse.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;

/**
 * Where a server listens: the standard numbers plus an offset.
 *
 * @param offset below what the system gives to clients
 */
public record Ports(int offset) {
    private static final int TRIES = 200;
    private static final int FIRST = 11_020;
    private static final int STEP = 100;
    private static final int STEPS = 120;
    private static final int SMTP = 25;
    private static final int LMTP = 24;
    private static final int IMAP = 143;
    private static final Random RANDOM = new Random();

    /** An offset at which none of these ports is taken. */
    static Ports free(List<Integer> standard) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int offset = FIRST + RANDOM.nextInt(STEPS) * STEP;
            if (standard.stream().allMatch(port -> isFree(port + offset))) {
                return new Ports(offset);
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    public int smtp() {
        return SMTP + offset;
    }

    public int lmtp() {
        return LMTP + offset;
    }

    public int imap() {
        return IMAP + offset;
    }
}
