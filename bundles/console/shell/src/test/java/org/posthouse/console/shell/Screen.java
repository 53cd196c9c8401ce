package org.posthouse.console.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A terminal that keeps what is printed; somebody sits there if he has typed something. */
final class Screen implements Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Optional<String> typed;
    private int lines;
    private int columns = 80;

    Screen() {
        typed = Optional.empty();
    }

    Screen(String typed) {
        this.typed = Optional.of(typed);
    }

    Screen columns(int number) {
        columns = number;
        return this;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public boolean interactive() {
        return typed.isPresent();
    }

    @Override
    public boolean looksOn() {
        return true;
    }

    @Override
    public Path folder() {
        return Path.of("/");
    }

    @Override
    public OutputStream output() {
        return out;
    }

    @Override
    public OutputStream errors() {
        return err;
    }

    @Override
    public InputStream input() {
        return new ByteArrayInputStream(typed.orElse("").getBytes(StandardCharsets.UTF_8));
    }

    /** One line after the other. */
    @Override
    public String line(String prompt) {
        error(prompt.getBytes(StandardCharsets.UTF_8));
        String[] all = typed.orElse("").split("\n", -1);
        return lines < all.length ? all[lines++] : "";
    }

    private void error(byte[] octets) {
        err.writeBytes(octets);
    }

    /** The last line, whoever asks. */
    @Override
    public char[] secret(String prompt) {
        String all = typed.orElse("").strip();
        return all.substring(all.lastIndexOf('\n') + 1).toCharArray();
    }
}
