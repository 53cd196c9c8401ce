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

    private static final String FIELD = "file";

    private Uploads() {}

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
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
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
