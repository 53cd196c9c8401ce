package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;

/** A client that believes what it is told: sequence numbers, UIDs and flags, and notices what cannot be. */
final class ModelClient {
    /** What it knows of one message. */
    static final class Known {
        Optional<Long> uid = Optional.empty();
        Optional<Set<String>> flags = Optional.empty();
    }

    private final MemoryConnection connection;
    private final List<Known> messages = new ArrayList<>();
    private int count;

    ModelClient(ImapScene scene) {
        connection = new MemoryConnection(new FakeClient().clearTextLogin(), scene::handler).open();
        say("LOGIN kate@school.edu posthouse", true);
    }

    List<Known> messages() {
        return messages;
    }

    MemoryConnection connection() {
        return connection;
    }

    void select() {
        messages.clear();
        say("SELECT INBOX", true);
        fetchAll();
    }

    void fetchAll() {
        if (!messages.isEmpty()) {
            say("FETCH 1:* (UID FLAGS)", false);
        }
    }

    /** Gives the command and believes the answer; the completion. */
    String say(String command, boolean expungeAllowed) {
        String tag = "t" + ++count;
        connection.sendLine(tag + " " + command);
        return hear(tag, expungeAllowed);
    }

    /** Believes what is said up to this tag; without a tag all there is. */
    String hear(String tag, boolean expungeAllowed) {
        String last = "";
        for (CommandText response : Responses.cut(connection.rest())) {
            last = Responses.lines(response);
            if (last.startsWith("* ")) {
                believe(last.substring(2), expungeAllowed);
            }
        }
        assertThat(last).as("after %s", tag).startsWith(tag);
        return last;
    }

    private void believe(String response, boolean expungeAllowed) {
        String[] words = response.split(" ", 3);
        if (words.length < 2 || !words[0].chars().allMatch(Character::isDigit)) {
            return;
        }
        int number = Integer.parseInt(words[0]);
        switch (words[1]) {
            case "EXISTS" -> {
                assertThat(number).as("EXISTS never shrinks").isGreaterThanOrEqualTo(messages.size());
                while (messages.size() < number) {
                    messages.add(new Known());
                }
            }
            case "EXPUNGE" -> {
                assertThat(expungeAllowed).as("EXPUNGE now").isTrue();
                assertThat(number).isBetween(1, messages.size());
                messages.remove(number - 1);
            }
            case "FETCH" -> {
                assertThat(number).isBetween(1, messages.size());
                fetched(messages.get(number - 1), words[2]);
            }
            case "RECENT" -> assertThat(number).isBetween(0, messages.size());
            default -> throw new AssertionError("what is " + response);
        }
    }

    private static void fetched(Known known, String items) {
        int uid = items.indexOf("UID ");
        if (uid >= 0) {
            long told = Long.parseLong(items.substring(uid + 4).split("[ )]", 2)[0]);
            known.uid.ifPresent(
                    before -> assertThat(told).as("a number keeps its UID").isEqualTo(before));
            known.uid = Optional.of(told);
        }
        int flags = items.indexOf("FLAGS (");
        if (flags >= 0) {
            String list = items.substring(flags + 7, items.indexOf(')', flags));
            Set<String> told = new HashSet<>(List.of(list.split(" ")));
            told.remove("\\Recent");
            told.remove("");
            known.flags = Optional.of(told);
        }
    }
}
