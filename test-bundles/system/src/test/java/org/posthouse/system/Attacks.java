package org.posthouse.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Attacks of one kind, upon one server: each from an address of its own, after each others are served as before. */
abstract class Attacks {
    static final String KATE = "kate@school.edu";

    @TempDir
    static Path home;

    static Siege siege;

    @BeforeAll
    static void begin() throws Exception {
        siege = new Siege(home);
    }

    @AfterAll
    static void end() throws Exception {
        siege.end();
    }

    @BeforeEach
    void next() {
        siege.next();
    }

    @AfterEach
    void holds() throws IOException {
        siege.holds();
    }

    /** What some take for the end of a message, and what must not be one. */
    static List<String> falseEnds() {
        return List.of(
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\n.\r",
                "\r.\n",
                "\r.\r\n",
                "\r\n.\r\r\n",
                "\r\r\n.\r\r\n",
                "\r\n\0.\r\n");
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
