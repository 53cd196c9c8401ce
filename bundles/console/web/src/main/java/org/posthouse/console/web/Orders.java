package org.posthouse.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator has the server do, by the buttons of the page. Each order is in the audit log. */
final class Orders {
    private static final Logger AUDIT = LoggerFactory.getLogger("posthouse.audit");
    private static final int LARGEST_JAR = 64 << 20;

    private final Listeners listeners;
    private final MailQueue queue;
    private final PlugIns plugIns;

    Orders(Listeners listeners, MailQueue queue, PlugIns plugIns) {
        this.listeners = listeners;
        this.queue = queue;
        this.plugIns = plugIns;
    }

    /** @return what became of it, in a sentence */
    String carryOut(String who, String path, UnaryOperator<String> parameters) {
        String action = parameters.apply("action");
        String said;
        try {
            said = switch (path) {
                case "/old/connections" -> close(parameters.apply("id"));
                case "/old/queue" -> queue(action, parameters.apply("id"));
                case "/plugins" -> plugIn(action, parameters.apply("name"));
                default -> "There is no such order.";
            };
        } catch (MailException e) {
            said = "Not done: " + e.getMessage();
        }
        audit(who, path.substring(1) + " " + action + " " + parameters.apply("id") + parameters.apply("name"), said);
        return said;
    }

    private String close(String id) {
        return listeners.close(id) ? "The connection is ending." : "That connection has ended already.";
    }

    private String queue(String action, String id) throws MailException {
        QueueAction wanted;
        switch (action) {
            case "retry" -> wanted = QueueAction.RETRY;
            case "hold" -> wanted = QueueAction.HOLD;
            case "release" -> wanted = QueueAction.RELEASE;
            case "delete" -> wanted = QueueAction.DELETE;
            default -> {
                return "There is no such order.";
            }
        }
        List<String> done = queue.apply(wanted, Selection.of(id));
        return done.isEmpty()
                ? "Mail " + id + " is not in the queue any more."
                : "Mail " + id + ": " + action.toLowerCase(Locale.ROOT) + " is done.";
    }

    private String plugIn(String action, String name) throws MailException {
        switch (action) {
            case "start" -> plugIns.start(name);
            case "stop" -> plugIns.stop(name);
            case "undo" -> plugIns.undo(name);
            case "remove" -> plugIns.remove(name);
            default -> {
                return "There is no such order.";
            }
        }
        return name + ": " + action + " is done.";
    }

    /** @param file its name in the browser's folder, of which the last part counts */
    String install(String who, String file, InputStream jar) throws IOException {
        String name = file.replaceAll(".*[/\\\\]", "");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,100}\\.jar")) {
            return "Not done: a plug-in is a file whose name ends with .jar, of letters, digits, dots and dashes.";
        }
        Path folder = Files.createTempDirectory("posthouse-console");
        Path copy = folder.resolve(name);
        String said;
        try {
            said = whole(jar, copy)
                    ? installed(copy)
                    : "Not done: a plug-in has at most " + (LARGEST_JAR >> 20) + " MiB.";
        } finally {
            Files.deleteIfExists(copy);
            Files.delete(folder);
        }
        audit(who, "plugins install " + name, said);
        return said;
    }

    private String installed(Path jar) {
        try {
            PlugIns.PlugIn plugIn = plugIns.install(jar);
            return plugIn.name() + " " + plugIn.version() + " is " + plugIn.state() + ".";
        } catch (MailException e) {
            return "Not done: " + e.getMessage();
        }
    }

    /** False if it is too large. */
    private static boolean whole(InputStream from, Path to) throws IOException {
        byte[] piece = new byte[8_192];
        long octets = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                octets += read;
                if (octets > LARGEST_JAR) {
                    return false;
                }
                out.write(piece, 0, read);
            }
        }
        return true;
    }

    private static void audit(String who, String order, String said) {
        AUDIT.info("console: {}: {}: {}", printable(who), printable(order), printable(said));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
