package org.posthouse.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What browsers upload: taken in whole before anybody looks at it, up to a size. */
final class Uploads {
    static final int MOST_MEBIBYTES = 64;

    private Uploads() {}

    /** False if it is too large. */
    static boolean whole(InputStream from, Path to) throws IOException {
        byte[] piece = new byte[8_192];
        long octets = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                octets += read;
                if (octets > (long) MOST_MEBIBYTES << 20) {
                    return false;
                }
                out.write(piece, 0, read);
            }
        }
        return true;
    }
}
