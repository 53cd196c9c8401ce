package org.posthouse.console.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What browsers upload: taken in whole before anybody looks at it, up to a size, into a folder below the home. It is gone when the order
 * it came with has been carried out; what a server left there that was killed goes at the next start. Thread-safe.
 */
final class Uploads {
    /** What a form has besides its file. */
    static final long FIELDS = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final String FIELD = "file";
    private static final String PLAIN = "[A-Za-z0-9][A-Za-z0-9._-]{0,100}";

    private final Path folder;
    private final LongSupplier most;

    /** @param most octets of one upload, as it is now */
    Uploads(Path folder, LongSupplier most) {
        this.folder = folder;
        this.most = most;
    }

    /** Why an upload is not taken in. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long most) {
            super("Not done: what is uploaded has at most " + (most >> 20)
                    + " MiB; the settings of the web console say so.");
        }
    }

    /**
     * What came with an order; closed, it is gone.
     *
     * @param file the upload in a folder of its own, if there is one
     * @param name that it has at home; empty if nobody says it
     * @param parts of the form
     */
    record Upload(Optional<Path> file, String name, Collection<Part> parts) implements AutoCloseable {
        static final Upload NONE = new Upload(Optional.empty(), "", List.of());

        @Override
        public void close() {
            file.ifPresent(each -> delete(each.getParent()));
            for (Part part : parts) {
                try {
                    part.delete();
                } catch (IOException e) {
                    LOG.debug("a part of a form is not gone: {}", e.getMessage());
                }
            }
        }
    }

    /** Makes the folder, and empties it: nobody else has anything there. */
    void begin() {
        delete(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            LOG.error("nothing can be uploaded: there is no folder for it: {}", e.getMessage());
        }
    }

    /** Where the parts of a form are put while it comes in. */
    Path folder() {
        return folder;
    }

    long most() {
        return most.getAsLong();
    }

    /** What comes with an order: the body of a PUT, or the file in a form (RFC 7578). */
    Upload take(HttpServletRequest request) throws IOException {
        if (request.getMethod().equals("PUT")) {
            return put(request);
        }
        if (!isForm(request)) {
            return Upload.NONE;
        }
        if (request.getContentLengthLong() > most() + FIELDS) {
            // Read to its end all the same: browsers show no answer that comes before.
            try (InputStream in = request.getInputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            throw new TooLargeException(most());
        }
        return form(request);
    }

    private Upload put(HttpServletRequest request) throws IOException {
        String name = plain(request.getParameter(FIELD));
        Upload upload = new Upload(Optional.of(place(name)), name, List.of());
        try (InputStream body = request.getInputStream();
                OutputStream out = Files.newOutputStream(upload.file().get())) {
            whole(body, out);
            return upload;
        } catch (IOException e) {
            upload.close();
            throw e;
        }
    }

    private void whole(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[8_192];
        long octets = 0;
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            octets += read;
            if (octets > most()) {
                throw new TooLargeException(most());
            }
            to.write(piece, 0, read);
        }
    }

    private Upload form(HttpServletRequest request) throws IOException {
        Collection<Part> parts = parts(request);
        Upload nothing = new Upload(Optional.empty(), "", parts);
        try {
            for (Part part : parts) {
                if (part.getName().equals(FIELD) && part.getSubmittedFileName() != null) {
                    return taken(part, parts);
                }
            }
            return nothing;
        } catch (IOException e) {
            nothing.close();
            throw e;
        }
    }

    private Upload taken(Part part, Collection<Part> parts) throws IOException {
        if (part.getSize() > most()) {
            throw new TooLargeException(most());
        }
        String name = plain(part.getSubmittedFileName());
        Upload upload = new Upload(Optional.of(place(name)), name, parts);
        try {
            part.write(upload.file().get().toString());
            return upload;
        } catch (IOException e) {
            upload.close();
            throw e;
        }
    }

    private Path place(String name) throws IOException {
        return Files.createTempDirectory(folder, "upload").resolve(name.matches(PLAIN) ? name : "upload");
    }

    /** Without folders; null is the empty one. */
    private static String plain(String name) {
        return name == null ? "" : name.replaceAll(".*[/\\\\]", "");
    }

    private static Collection<Part> parts(HttpServletRequest request) throws IOException {
        try {
            return List.copyOf(request.getParts());
        } catch (ServletException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            // Whoever reads the form for us wraps it.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof TooLargeException found) {
                    throw found;
                }
            }
            throw e;
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType())
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data"))
                .isPresent();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.debug("what was uploaded is not all gone: {}", e.getMessage());
        }
    }

    /** Answers who sends more than there is room for; a connection whose request was not read to its end serves no other. */
    static void refuse(HttpServletResponse response, TooLargeException why) throws IOException {
        response.setHeader("Connection", "close");
        PageDoor.say(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, why.getMessage());
    }
}
