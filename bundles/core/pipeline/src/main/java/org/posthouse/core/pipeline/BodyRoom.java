package org.posthouse.core.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posthouse.api.mail.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of bodies that filters give: small ones in memory, others in files of a folder. */
final class BodyRoom {
    private static final Logger LOG = LoggerFactory.getLogger(BodyRoom.class);
    static final int IN_MEMORY = 1 << 16;
    private static final long MOST = 64L << 20;

    private final Path folder;

    BodyRoom(Path folder) {
        this.folder = folder;
    }

    /** Removes what a former run has left. */
    void empty() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.body")) {
            left.forEach(path -> new BodyFile(path).close());
        } catch (IOException e) {
            LOG.warn("Cannot look into {}: {}", folder, e.toString());
        }
    }

    /** Octets that another body may have in the place of a message of this size. */
    static long most(long size) {
        return Math.max(MOST, 2 * size);
    }

    /** Reads all of it; the caller closes both. One that is too long, or not as long as it says, is refused. */
    Content copy(Content body, long most) throws IOException, InterruptedException {
        try (InputStream from = body.open()) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            long size = pump(from, head, IN_MEMORY);
            if (size <= IN_MEMORY) {
                return whole(Content.of(head.toByteArray()), body);
            }
            Files.createDirectories(folder);
            BodyFile file = new BodyFile(Files.createTempFile(folder, "", ".body"));
            boolean done = false;
            try {
                try (OutputStream to = Files.newOutputStream(file.path())) {
                    head.writeTo(to);
                    size += pump(from, to, most - size);
                }
                if (size > most) {
                    throw new IOException("a body of more than " + most + " octets");
                }
                whole(file, body);
                done = true;
                return file;
            } finally {
                if (!done) {
                    file.close();
                }
            }
        }
    }

    private static Content whole(Content copy, Content body) throws IOException {
        if (copy.size() != body.size()) {
            throw new IOException("a body that is not as long as it says");
        }
        return copy;
    }

    /** Moves octets until they end, or until there are more than this; returns how many. */
    private static long pump(InputStream from, OutputStream to, long most) throws IOException, InterruptedException {
        byte[] some = new byte[8192];
        long moved = 0;
        while (moved <= most) {
            int count = from.read(some);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (count < 0) {
                break;
            }
            to.write(some, 0, count);
            moved += count;
        }
        return moved;
    }
}
