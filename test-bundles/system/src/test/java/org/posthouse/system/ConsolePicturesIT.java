package org.posthouse.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Makes the pictures in the docs: of every page, after some minutes of mail. */
@Tag("clients")
@EnabledIfSystemProperty(named = "posthouse.write", matches = "true")
final class ConsolePicturesIT {
    private static final int ROUNDS = 40;
    private static final Duration PAUSE = Duration.ofSeconds(8);
    private static final int WIDTH = 1180;
    private static final int HEIGHT = 860;

    private final Path folder = Distribution.tree().resolve("docs/console");

    @Test
    void thePicturesInTheDocsAreOfToday() throws Exception {
        Console console = Console.loggedIn();
        Server server = console.server();
        Browser browser = console.browser();
        // Nobody listens at port 1.
        server.posthouse("route", "set", "far.example", "127.0.0.1:1");
        server.posthouse("alias", "add", "stables@school.edu", "kate@school.edu", "postmaster@school.edu");
        server.posthouse(
                "plugin", "install", Distribution.exampleFilter("1.0.0").toString());
        try (Imap one = server.imap("kate@school.edu");
                Imap two = server.imap("ron@example.com")) {
            one.ok("SELECT INBOX");
            two.ok("NOOP");
            traffic(console);
            String id = console.send("ron@example.com");
            console.untilSection("mails", id);
            console.untilSection("mails", "delivered");
            Files.createDirectories(folder);
            for (String page : List.of("overview", "messages", "queue", "accounts", "filters", "connections", "logs")) {
                picture(console, page, page + ".png");
            }
            picture(console, "messages/" + id, "message.png");
            browser.dark(true);
            picture(console, "overview", "dark.png");
            browser.dark(false);
            console.open("queue");
            Files.write(folder.resolve("narrow.png"), browser.picture(400, HEIGHT));
            browser.size(WIDTH, HEIGHT);
        }
    }

    private void picture(Console console, String page, String file) throws Exception {
        console.open(page);
        Files.write(folder.resolve(file), console.browser().picture(WIDTH, HEIGHT));
    }

    /** Some mail that is accepted, some that is refused, and some that waits. */
    private static void traffic(Console console) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            for (int i = 0; i < round % 7; i++) {
                console.send(i % 2 == 0 ? "ron@example.com" : "postmaster@example.com");
            }
            if (round % 3 == 0) {
                refused(console.server());
            }
            if (round % 8 == 0) {
                away(console.server());
            }
            int reached = round;
            await().pollDelay(PAUSE).atMost(PAUSE.multipliedBy(3)).until(() -> reached > 0);
        }
    }

    private static void refused(Server server) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            smtp.expect("550", "RCPT TO:<nobody@school.edu>");
        }
    }

    private static void away(Server server) throws IOException {
        String plain =
                Base64.getEncoder().encodeToString("\0kate@school.edu\0posthouse".getBytes(StandardCharsets.UTF_8));
        try (Smtp smtp = new Smtp(server.port(587))) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("235", "AUTH PLAIN " + plain);
            smtp.mail("kate@school.edu", "tack@far.example", "Subject: bits and bridles\r\n\r\nSend two.\r\n");
        }
    }
}
