package org.posthouse.console.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes in what the login page sends, from people whom nobody knows yet: small, within a time, and only a few at once, so that those who
 * send half of it never hold the threads that serve everybody else. Thread-safe.
 */
final class LoginForm {
    static final int MOST_OCTETS = 8_192;
    /** For the whole of it; a single silence ends with the connection's idle timeout. */
    static final Duration TIME = Duration.ofSeconds(10);

    private static final int PLACES = 4;
    private static final int PLACES_OF_ONE = 2;

    private final Clock clock;
    /** By address: forms that are being taken in. */
    private final Map<String, Integer> taken = new HashMap<>();

    LoginForm(Clock clock) {
        this.clock = clock;
    }

    /** Why a form was not taken in, and the status that says so. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        RefusedException(int status, String sentence) {
            super(sentence);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Its fields, the first of each name. */
    Map<String, String> read(HttpServletRequest request) throws RefusedException {
        long length = request.getContentLengthLong();
        if (length < 0) {
            throw new RefusedException(HttpServletResponse.SC_LENGTH_REQUIRED, "The length of the form is missing.");
        }
        if (length > MOST_OCTETS) {
            throw new RefusedException(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "This form is too large.");
        }
        String address = request.getRemoteAddr();
        enter(address);
        try {
            return fields(new String(octets(request.getInputStream(), (int) length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RefusedException(HttpServletResponse.SC_REQUEST_TIMEOUT, "The form did not come as a whole.");
        } finally {
            leave(address);
        }
    }

    private synchronized void enter(String address) throws RefusedException {
        int all = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (all >= PLACES || taken.getOrDefault(address, 0) >= PLACES_OF_ONE) {
            throw new RefusedException(
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "Too many are logging in at this moment: try again in a few seconds.");
        }
        taken.merge(address, 1, Integer::sum);
    }

    private synchronized void leave(String address) {
        taken.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
    }

    private byte[] octets(InputStream in, int length) throws IOException {
        Instant end = clock.instant().plus(TIME);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(length);
        byte[] piece = new byte[1_024];
        while (octets.size() < length) {
            int read = in.read(piece, 0, Math.min(piece.length, length - octets.size()));
            if (read < 0 || clock.instant().isAfter(end)) {
                throw new IOException("the form ended early, or came too slowly");
            }
            octets.write(piece, 0, read);
        }
        return octets.toByteArray();
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.putIfAbsent(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
