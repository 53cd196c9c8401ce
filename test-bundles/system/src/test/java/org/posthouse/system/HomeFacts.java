package org.posthouse.system;

import aQute.lib.json.JSONCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What users and administrators find in a home, in lines: it must be the same under every later version. */
final class HomeFacts {
    private static final List<String> USERS = List.of("kate@school.edu", "ron@example.com");
    private static final Pattern MAILBOX = Pattern.compile("\\* (LIST|LSUB) \\(([^)]*)\\) \"/\" (.*?)\r\n");
    private static final Pattern MESSAGE =
            Pattern.compile("UID (\\d+) FLAGS \\(([^)]*)\\) INTERNALDATE \"([^\"]*)\" RFC822\\.SIZE (\\d+)"
                    + " BODY\\[\\] \\{(\\d+)\\}\r\n");

    private final Server server;
    private final List<String> lines = new ArrayList<>();

    private HomeFacts(Server server) {
        this.server = server;
    }

    static List<String> of(Server server) throws Exception {
        HomeFacts facts = new HomeFacts(server);
        for (String user : USERS) {
            facts.mail(user);
        }
        facts.administration();
        return facts.lines;
    }

    private void mail(String user) throws IOException {
        try (Imap imap = server.imap(user)) {
            for (String answer : imap.ok("LSUB \"\" *").untagged()) {
                lines.add(user + " is subscribed to " + name(answer));
            }
            for (String answer : imap.ok("LIST \"\" *").untagged()) {
                String mailbox = name(answer);
                if (answer.contains("\\NonExistent") || answer.contains("\\Noselect")) {
                    continue;
                }
                String status = imap.ok("STATUS " + mailbox + " (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)")
                        .untagged()
                        .get(0)
                        .strip();
                lines.add(user + " " + status);
                imap.ok("EXAMINE " + mailbox);
                for (String message : imap.ok("FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])")
                        .untagged()) {
                    lines.add(user + " " + mailbox + " " + message(message));
                }
            }
        }
    }

    private static String name(String answer) throws IOException {
        Matcher mailbox = MAILBOX.matcher(answer);
        if (!mailbox.matches()) {
            throw new IOException("no mailbox: " + answer);
        }
        return mailbox.group(3);
    }

    private static String message(String response) throws IOException {
        Matcher found = MESSAGE.matcher(response);
        if (!found.find()) {
            throw new IOException("no message: " + response);
        }
        int length = Integer.parseInt(found.group(5));
        byte[] octets = response.substring(found.end(), found.end() + length).getBytes(StandardCharsets.ISO_8859_1);
        List<String> flags =
                List.of(found.group(2).replace("\\Recent", "").strip().split(" +"));
        return "uid " + found.group(1) + " " + flags.stream().sorted().toList() + " " + found.group(3) + " "
                + found.group(4) + " octets " + sha256(octets);
    }

    private static String sha256(byte[] octets) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private void administration() throws Exception {
        fact("domains", Set.of("domain", "name"), "domain", "list");
        fact("aliases", Set.of("alias", "targets"), "alias", "list");
        for (String user : USERS) {
            fact(
                    "account",
                    Set.of(
                            "address",
                            "name",
                            "enabled",
                            "administrator",
                            "quota",
                            "protocols",
                            "aliases",
                            "forward",
                            "targets",
                            "keepCopy"),
                    "account",
                    "show",
                    user);
        }
        fact("relay", Set.of("entry"), "relay", "list");
        fact("block", Set.of("entry"), "block", "list");
        fact("queue", Set.of("id", "sender", "recipients", "address", "size", "arrived", "state"), "queue", "list");
        for (Object setting :
                (List<?>) ((Map<?, ?>) json("config", "show", "org.posthouse.core.accounts")).get("settings")) {
            Map<?, ?> each = (Map<?, ?>) setting;
            if (Boolean.TRUE.equals(each.get("changed"))) {
                lines.add("setting " + picked(each, Set.of("id", "values")));
            }
        }
        for (Object plugIn : (List<?>) json("plugin", "list")) {
            Map<?, ?> each = (Map<?, ?>) plugIn;
            if (each.get("name").toString().contains("example")) {
                lines.add("plug-in " + picked(each, Set.of("name", "version", "role", "state")));
            }
        }
    }

    private void fact(String what, Set<String> fields, String... words) throws Exception {
        lines.add(what + " " + picked(json(words), fields));
    }

    private Object json(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        command.add("--json");
        Run run = server.posthouse(command.toArray(String[]::new));
        if (run.status() != 0) {
            throw new IOException(command + ": " + run.err());
        }
        return new JSONCodec().dec().from(run.out()).get();
    }

    /** These fields alone, wherever they stand: later versions may add others. */
    private static String picked(Object json, Set<String> fields) {
        if (json instanceof Map<?, ?> object) {
            Map<String, String> chosen = new TreeMap<>();
            object.forEach((name, value) -> {
                if (fields.contains(name.toString())) {
                    chosen.put(name.toString(), picked(value, fields));
                }
            });
            return chosen.toString();
        }
        if (json instanceof List<?> list) {
            return list.stream().map(each -> picked(each, fields)).toList().toString();
        }
        return String.valueOf(json);
    }
}
