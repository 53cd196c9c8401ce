package org.posthouse.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Chromium without a window, driven by its own protocol (Chrome DevTools). What its pages complain of is kept. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");
    private static final Pattern ASKED = Pattern.compile("\"request\":\\{\"url\":\"([^\"]*)\"");
    private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> errands = new CopyOnWriteArrayList<>();
    private volatile String home = "";

    /** @param profile a new folder of its own */
    Browser(Path profile) throws Exception {
        process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--ignore-certificate-errors",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(
                        Files.createDirectories(profile).resolve("output.txt").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(page(Files.readAllLines(port).get(0))), new Listener())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", "");
        }
    }

    /** The address of the one page there is. */
    private static String page(String port) {
        Pattern address = Pattern.compile("\"webSocketDebuggerUrl\": \"(ws://[^\"]*/page/[^\"]*)\"");
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Run run = Run.of(List.of("curl", "-s", "http://127.0.0.1:" + port + "/json"), "");
                            Matcher matcher = address.matcher(run.out());
                            return matcher.find() ? matcher.group(1) : "";
                        },
                        found -> !found.isEmpty());
    }

    /** As if nobody had ever been anywhere. */
    void forget() throws Exception {
        ask("Network.clearBrowserCookies", "");
        complaints.clear();
        errands.clear();
    }

    /** From here on all that is asked of others is {@link #errands}. */
    void stayAt(String origin) {
        home = origin + "/";
    }

    /** What was asked of others than the home, whether it came or was refused; told once. */
    List<String> errands() {
        List<String> told = List.copyOf(errands);
        errands.removeAll(told);
        return told;
    }

    /** Goes to a page and waits until it is whole. */
    void open(String address) throws Exception {
        leave(() -> ask("Page.navigate", "\"url\":\"" + address + "\""));
    }

    /** Does what leads to another page, and waits until that is whole. */
    void leave(Step step) throws Exception {
        run("window.here = true");
        step.take();
        until("!window.here && document.readyState == 'complete'");
    }

    /** Leads to another page. */
    @FunctionalInterface
    interface Step {
        void take() throws Exception;
    }

    /** The value of an expression, as text; of a promise, what it promises. */
    String run(String script) throws Exception {
        String wrapped = "Promise.resolve(" + script + ").then(value => encodeURIComponent(String(value)))";
        String answer = ask(
                "Runtime.evaluate",
                "\"awaitPromise\":true,\"returnByValue\":true,\"expression\":\"" + escaped(wrapped) + "\"");
        Matcher matcher = VALUE.matcher(answer);
        if (!matcher.find()) {
            throw new IOException(script + " was answered " + answer);
        }
        return URLDecoder.decode(matcher.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    void until(String condition) {
        await(condition).atMost(PATIENCE).ignoreExceptions().until(() -> run(condition)
                .equals("true"));
    }

    /** Types a text into the field a selector names. */
    void type(String selector, String text) throws Exception {
        run("(document.querySelector('" + selector + "').value = '" + text + "')");
    }

    void click(String selector) throws Exception {
        run("document.querySelector('" + selector + "').click()");
    }

    /** What a reader sees. */
    String text() throws Exception {
        return run("document.body.innerText");
    }

    /** Errors of scripts, what the browser refused to load or to do, and what it advises of forms; told once. */
    List<String> complaints() {
        List<String> told = List.copyOf(complaints);
        complaints.removeAll(told);
        return told;
    }

    /** Gives the window this size. */
    void size(int width, int height) throws Exception {
        ask(
                "Emulation.setDeviceMetricsOverride",
                "\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false");
    }

    /** As if the user liked it dark, or light. */
    void dark(boolean dark) throws Exception {
        ask(
                "Emulation.setEmulatedMedia",
                "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]");
    }

    /** Presses a key: Tab, Enter, Escape. */
    void key(String name) throws Exception {
        String code = Map.of("Tab", "9", "Enter", "13", "Escape", "27").get(name);
        String text = name.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            ask(
                    "Input.dispatchKeyEvent",
                    "\"type\":\"" + type + "\",\"key\":\"" + name + "\",\"code\":\"" + name
                            + "\",\"windowsVirtualKeyCode\":" + code + (type.equals("keyDown") ? text : ""));
        }
    }

    /** Types a text into whatever has the focus. */
    void write(String text) throws Exception {
        ask("Input.insertText", "\"text\":\"" + escaped(text) + "\"");
    }

    /** A picture of the page as it is now. */
    byte[] picture(int width, int height) throws Exception {
        size(width, height);
        Matcher matcher = DATA.matcher(ask("Page.captureScreenshot", "\"format\":\"png\""));
        if (!matcher.find()) {
            throw new IOException("no picture");
        }
        return Base64.getDecoder().decode(matcher.group(1));
    }

    private String ask(String method, String parameters) throws Exception {
        int id = last.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}", true);
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String escaped(String script) {
        return script.chars()
                .mapToObj(c -> c == '"' || c == '\\'
                        ? "\\" + (char) c
                        : c < 0x20 ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    /** Lets it put its things away, for some seconds. */
    @Override
    public void close() throws IOException {
        try {
            ask("Browser.close", "");
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (Exception e) {
            throw new IOException("the browser does not close", e);
        } finally {
            socket.abort();
        }
    }

    private boolean isErrand(String address) {
        return !home.isEmpty()
                && !address.startsWith(home)
                && !address.startsWith("data:")
                && !address.startsWith("about:");
    }

    /** Puts answers to their questions. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean end) {
            text.append(data);
            if (end) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            Matcher matcher = ID.matcher(message);
            if (message.startsWith("{\"id\":") && matcher.find()) {
                CompletableFuture<String> answer = waiting.remove(Integer.parseInt(matcher.group(1)));
                if (answer != null) {
                    answer.complete(message);
                }
            } else if (message.startsWith("{\"method\":\"Network.")) {
                Matcher asked = ASKED.matcher(message);
                if (message.contains("\"Network.requestWillBeSent\"") && asked.find() && isErrand(asked.group(1))) {
                    errands.add(asked.group(1));
                }
            } else if (message.contains("\"Runtime.exceptionThrown\"")
                    || (message.contains("\"Log.entryAdded\"")
                            && (message.contains("\"level\":\"error\"") || message.contains("[DOM]")))) {
                complaints.add(message);
            }
        }
    }
}
