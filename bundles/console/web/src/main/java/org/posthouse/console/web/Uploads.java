package org.posthouse.console.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What browsers upload: taken in whole before anybody looks at it, up to a size. */
final class Uploads {
    static final long MOST_OCTETS = 64L << 20;

    static final String TOO_LARGE = "Not done: what is uploaded has at most " + (MOST_OCTETS >> 20) + " MiB.";

    private static final String FIELD = "file";
    /** What a form has besides its file. */
    static final long FIELDS = 1 << 20;

    private Uploads() {}

    /**
     * Whether a form is too large for its fields to be looked for. It is read to its end all the same, as browsers show no answer that
     * comes before.
     */
    static boolean tooLarge(HttpServletRequest request) throws IOException {
        if (!isForm(request) || request.getContentLengthLong() <= MOST_OCTETS + FIELDS) {
            return false;
        }
        try (InputStream in = request.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return true;
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** What comes with an order: the body of a PUT, or the file in a form (RFC 7578). False if it is too large. */
    static boolean of(HttpServletRequest request, Path to) throws IOException {
        if (request.getMethod().equals("PUT")) {
            return whole(request.getInputStream(), to);
        }
        Optional<Part> part = part(request);
        if (part.isPresent()) {
            try (InputStream in = part.get().getInputStream()) {
                return whole(in, to);
            }
        }
        return true;
    }

    /** The name of the file in a form, without folders. */
    static Optional<String> name(HttpServletRequest request) throws IOException {
        return part(request)
                .flatMap(part -> Optional.ofNullable(part.getSubmittedFileName()))
                .map(name -> name.replaceAll(".*[/\\\\]", ""));
    }

    private static Optional<Part> part(HttpServletRequest request) throws IOException {
        if (!isForm(request)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(request.getPart(FIELD));
        } catch (ServletException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean whole(InputStream from, Path to) throws IOException {
        byte[] piece = new byte[8_192];
        long octets = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                octets += read;
                if (octets > MOST_OCTETS) {
                    return false;
                }
                out.write(piece, 0, read);
            }
        }
        return true;
    }
}
