package org.posthouse.lib.sasl;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** PLAIN, RFC 4616: authorization id, authentication id and password in one message, with NULs between. */
final class Plain implements Mechanism {
    static final String NAME = "PLAIN";

    private static final Step MALFORMED = new Step.Malformed("PLAIN is base64 of [authzid] NUL authcid NUL password");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Step start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElse(new Step.Challenge(""));
    }

    @Override
    public Step respond(byte[] line) {
        if (Response.cancels(line)) {
            return new Step.Cancelled();
        }
        return Response.decode(line).map(Plain::claimed).orElse(MALFORMED);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of();
    }

    private static Step claimed(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = indexOfNul(message, first + 1);
        try {
            if (first == message.length
                    || second == message.length
                    || indexOfNul(message, second + 1) < message.length) {
                return MALFORMED;
            }
            Optional<char[]> authorization = first == 0 ? Optional.of(new char[0]) : part(message, 0, first);
            Optional<char[]> authentication = part(message, first + 1, second);
            Optional<char[]> password = part(message, second + 1, message.length);
            if (authorization.isEmpty() || authentication.isEmpty() || password.isEmpty()) {
                return MALFORMED;
            }
            return new Step.Claimed(
                    new Credentials(new String(authorization.get()), new String(authentication.get()), password.get()));
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    private static Optional<char[]> part(byte[] message, int from, int to) {
        return Response.text(Arrays.copyOfRange(message, from, to));
    }

    /** The place of the next NUL, or the end. */
    private static int indexOfNul(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] != 0) {
            at++;
        }
        return Math.min(at, message.length);
    }
}
