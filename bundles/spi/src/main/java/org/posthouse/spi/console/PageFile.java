package org.posthouse.spi.console;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that a page gives: one of this machine that is to be saved, or octets that the page itself uses, such as a script.
 *
 * @param name under which it is saved; empty if it is used
 * @param type its media type, RFC 2046 §1
 * @param file what is to be saved, as long as it is when it is asked for; read when the call has ended
 * @param octets what is used
 */
public record PageFile(String name, String type, Optional<Path> file, byte[] octets) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}");
    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");

    public PageFile {
        Objects.requireNonNull(file, "file");
        if (file.isPresent() && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a file: " + name);
        }
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("no media type: " + type);
        }
        octets = octets.clone();
    }

    /** One that is saved. */
    public static PageFile saved(String name, String type, Path file) {
        return new PageFile(name, type, Optional.of(file), new byte[0]);
    }

    /** One that the page uses. */
    public static PageFile used(String type, byte[] octets) {
        return new PageFile("", type, Optional.empty(), octets);
    }

    @Override
    public byte[] octets() {
        return octets.clone();
    }
}
