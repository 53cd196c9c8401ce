package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A demonstration server and a browser before its console: one for all tests of this process, started by the first that asks, ended with
 * the process. Who changes what others may meet puts it back.
 */
final class Console {
    static final String MAIL = "/system/console/mail";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Controls that nobody can name who does not see them, and parts that are named twice. */
    private static final String NAMELESS =
            "[...document.querySelectorAll('a, button, input, select, textarea, summary')]"
                    + ".filter(each => each.type != 'hidden' && each.checkVisibility())"
                    + ".filter(each => !((each.getAttribute('aria-label') || '')"
                    + " + [...each.labels || []].map(label => label.innerText).join('') + each.innerText).trim())"
                    + ".concat([...document.querySelectorAll('[id]')]"
                    + ".filter(each => document.querySelectorAll('#' + CSS.escape(each.id)).length > 1))"
                    + ".map(each => each.outerHTML).join()";

    /** Texts that stand out from their ground by less than 4.5 (WCAG 2.2 §1.4.3), where both are plain colours. */
    private static final String FAINT = "(() => {"
            + "const parts = text => (text.match(/[0-9.]+/g) || []).map(Number);"
            + "const light = text => parts(text).slice(0, 3).map(c => c / 255)"
            + ".map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)"
            + ".reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);"
            + "const ground = e => { for (; e; e = e.parentElement) {"
            + "const c = getComputedStyle(e).backgroundColor; if (parts(c)[3] !== 0) { return c; } } return 'rgb(255,255,255)'; };"
            + "return [...document.querySelectorAll('body *')].filter(e => e.getClientRects().length && !e.closest('svg')"
            + " && !e.disabled && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))"
            + ".filter(e => { const a = light(getComputedStyle(e).color), b = light(ground(e));"
            + "return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5; })"
            + ".map(e => e.outerHTML.slice(0, 200)).join(); })()";

    private static Console shared;

    private final Path folder;
    private final Server server;
    private final Browser browser;

    private Console() throws Exception {
        folder = Files.createTempDirectory("posthouse-console");
        server = Server.demo(folder.resolve("home"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "console-end"));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> http("GET", MAIL + "/login")
                .startsWith("HTTP/1.1 200"));
        browser = new Browser(folder.resolve("browser"));
        browser.stayAt(origin());
    }

    /** With a browser that nobody is logged in with. */
    static synchronized Console fresh() throws Exception {
        if (shared == null) {
            shared = new Console();
        }
        shared.browser.forget();
        return shared;
    }

    /** The same, logged in. */
    static Console loggedIn() throws Exception {
        Console console = fresh();
        console.login();
        return console;
    }

    private void end() {
        try {
            server.close();
            if (browser != null) {
                browser.close();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(each -> each.toFile().delete());
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("what the console's tests used is not all gone: " + e.getMessage());
        }
    }

    Server server() {
        return server;
    }

    Browser browser() {
        return browser;
    }

    String origin() {
        return "http://127.0.0.1:" + server.port(8080);
    }

    void login() throws Exception {
        browser.open(origin() + MAIL);
        assertThat(browser.run("location.pathname")).isEqualTo(MAIL + "/login");
        enter("posthouse");
        assertThat(browser.run("location.pathname")).startsWith(MAIL).isNotEqualTo(MAIL + "/login");
    }

    /** On the login page. */
    void enter(String password) throws Exception {
        browser.type("input[name=name]", "admin");
        browser.type("input[name=password]", password);
        browser.leave(() -> browser.click("main form button"));
    }

    /** Goes to one of our pages, as {@code queue?q=hay}. */
    void open(String page) throws Exception {
        browser.open(origin() + MAIL + "/" + page);
    }

    /** What a section shows. */
    String section(String id) throws Exception {
        return browser.run("document.getElementById('" + id + "').innerText");
    }

    /** Waits until a section shows this, which is text without quotes. */
    void untilSection(String id, String text) {
        until("document.getElementById('" + id + "').innerText.includes('" + text + "')");
    }

    /** Waits until a condition holds of a page that keeps itself fresh, as somebody does who looks away and back again. */
    void until(String condition) {
        browser.until("(document.dispatchEvent(new Event('visibilitychange')), " + condition + ")");
    }

    /** Presses the button a selector names, says yes if it asks, and waits for what is said of it; that is returned. */
    String order(String button) throws Exception {
        browser.run("(document.getElementById('said').textContent = '')");
        browser.click(button);
        browser.until("document.readyState == 'complete' && ((document.querySelector('dialog[open] button[value=yes]')"
                + " || {click() {}}).click(), document.getElementById('said').textContent != '')");
        return browser.run("document.getElementById('said').textContent");
    }

    /**
     * The page that is shown has nothing to complain of and asks nobody else, has a name for each control, can be read in the light and in
     * the dark, and fits a window of any width.
     */
    void isSound(String page) throws Exception {
        assertThat(browser.complaints()).as(page).isEmpty();
        assertThat(browser.errands()).as(page + " asks others").isEmpty();
        assertThat(browser.run(NAMELESS))
                .as(page + " has controls without a name")
                .isEmpty();
        assertThat(browser.run(FAINT)).as(page + " in the light").isEmpty();
        browser.dark(true);
        assertThat(browser.run("matchMedia('(prefers-color-scheme: dark)').matches && " + FAINT))
                .as(page + " in the dark")
                .isEmpty();
        browser.dark(false);
        for (int width : new int[] {400, 800, 1400}) {
            browser.size(width, 800);
            assertThat(browser.run("document.documentElement.scrollWidth"))
                    .as(page + " in a window " + width + " wide")
                    .isEqualTo(Integer.toString(width));
        }
        browser.size(1180, 860);
    }

    String send(String from) throws Exception {
        return send(from, "<hay@example.com>");
    }

    /** Sends a mail to Kate; its queue id. */
    String send(String from, String messageId) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            String reply =
                    smtp.mail(from, "kate@school.edu", "Subject: hay\r\nMessage-ID: " + messageId + "\r\n\r\nEat.\r\n");
            assertThat(reply).startsWith("250");
            return reply.substring(reply.lastIndexOf(' ') + 1);
        }
    }

    /** The whole answer to a request without a body. */
    String http(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(8080))) {
            socket.setSoTimeout(60_000);
            String host =
                    String.join("", headers).contains("Host:") ? "" : "Host: 127.0.0.1:" + server.port(8080) + "\r\n";
            String fields = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String request = method + " " + path + " HTTP/1.1\r\n" + host + "Connection: close\r\nContent-Length: 0\r\n"
                    + fields + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
