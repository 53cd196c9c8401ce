package org.posthouse.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the senders of {@link Load} find in mailboxes: for each number the versions of the example filter that each copy bears. */
final class Delivered {
    private static final Pattern NUMBER = Pattern.compile("(?im)^X-Load: (\\d+)");
    private static final Pattern VERSION = Pattern.compile("(?im)^X-Example-Filter: (\\S+)");

    private final Map<Integer, List<List<String>>> copies = new TreeMap<>();

    static Delivered of(Server server, List<String> users) throws IOException {
        Delivered delivered = new Delivered();
        for (String user : users) {
            try (Imap imap = server.imap(user)) {
                imap.ok("EXAMINE INBOX");
                if (imap.count("INBOX") > 0) {
                    String what = "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (X-Load X-Example-Filter)])";
                    imap.ok(what).untagged().forEach(delivered::take);
                }
            }
        }
        return delivered;
    }

    private void take(String response) {
        Matcher number = NUMBER.matcher(response);
        if (number.find()) {
            List<String> versions = new ArrayList<>();
            for (Matcher version = VERSION.matcher(response); version.find(); ) {
                versions.add(version.group(1));
            }
            copies.computeIfAbsent(Integer.parseInt(number.group(1)), each -> new ArrayList<>())
                    .add(versions);
        }
    }

    /** Copies by number; each copy is its list of versions. */
    Map<Integer, List<List<String>>> copies() {
        return copies;
    }
}
