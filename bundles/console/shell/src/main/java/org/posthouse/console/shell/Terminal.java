package org.posthouse.console.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Who gave a command, and where: the client's side of it. Output is sent as it is printed. */
interface Terminal {
    /** Width in characters; the largest number there is where nothing needs to be cut. */
    int columns();

    /** Whether somebody can be asked. */
    boolean interactive();

    /** Whether standard error is a terminal, where a line may be written over. */
    default boolean showsProgress() {
        return false;
    }

    /** Whether the terminal shows colours, and the caller wants them. */
    default boolean colours() {
        return false;
    }

    /** Whether the answer is still waited for, as far as that can be known. */
    default boolean waits() {
        return true;
    }

    /** The name of who gave it at his own system; empty where that is not known. */
    default String user() {
        return "";
    }

    /** Whether the caller is still there to see more; asked again and again by what has no end of its own. */
    boolean looksOn();

    /** Where the caller stands. */
    Path folder();

    OutputStream output();

    OutputStream errors();

    /** Whether the answer is shown rather than kept: what steers a terminal is kept from it. */
    default boolean shows() {
        return columns() != Integer.MAX_VALUE;
    }

    /** Prints lines that can do nothing but be read, whoever has chosen their words. */
    default void print(String text) throws IOException {
        printToned(Harmless.lines(text));
    }

    /** Prints what has {@link Tone}s in it, and is harmless beside them. */
    default void printToned(String text) throws IOException {
        output().write(text.getBytes(StandardCharsets.UTF_8));
        output().flush();
    }

    /** The same beside the answer. */
    default void error(String text) throws IOException {
        errors().write(Harmless.lines(text).getBytes(StandardCharsets.UTF_8));
        errors().flush();
    }

    /** Writes over the last line beside the answer; empty: nothing stands there any more. */
    default void errorAnew(String line) throws IOException {
        errors().write(("\r\u001b[K" + Harmless.line(line)).getBytes(StandardCharsets.UTF_8));
        errors().flush();
    }

    /** Where what is not ours goes, octet by octet: as it is where it is kept, harmless where it is shown. */
    default OutputStream foreign() {
        return shows() ? Harmless.stream(output()) : output();
    }

    /** Asks, beside the answer of the command, a question that is answered by {@code yes} or by anything else. */
    default boolean agrees(String question) throws IOException, NotRunningException {
        return line(question).strip().equalsIgnoreCase("yes");
    }

    /** Asks, beside the answer of the command, for one line. */
    default String line(String prompt) throws IOException, NotRunningException {
        error(prompt);
        java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        InputStream typed = input();
        for (int octet = typed.read(); octet >= 0 && octet != '\n' && line.size() < 1024; octet = typed.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The caller's standard input. */
    InputStream input() throws IOException, NotRunningException;

    /** One line: unseen after a prompt, or the first of standard input if the prompt is empty. */
    char[] secret(String prompt) throws IOException, NotRunningException;
}
