package org.posthouse.testkit.imap;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A client that gives commands at random, one after the other, and believes the answers. A command is begun and finished in two calls, so
 * that other clients come in between.
 */
public final class RandomClient {
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Flagged", "\\Deleted", "\\Answered", "Label", "$Work");
    private static final int MANY = 60;
    private static final int REMEMBERED = 80;

    private final String name;
    private final Wire wire;
    private final Random random;
    private final List<String> mailboxes;
    private final MailboxView view = new MailboxView();
    private final Deque<String> transcript = new ArrayDeque<>();
    private String mailbox = "";
    private int tags;
    private boolean busy;
    private boolean expunging;
    private boolean byUid;
    private boolean idling;
    private Runnable refused = () -> {};

    /** @param mailboxes there are two at least, which nobody deletes */
    public RandomClient(String name, Wire wire, Random random, List<String> mailboxes) {
        this.name = name;
        this.wire = wire;
        this.random = random;
        this.mailboxes = List.copyOf(mailboxes);
    }

    public MailboxView view() {
        return view;
    }

    /** The selected mailbox. */
    public String mailbox() {
        return mailbox;
    }

    /** Whether a command has been begun and not finished. */
    public boolean busy() {
        return busy;
    }

    /** The last words of both sides. */
    public String transcript() {
        return String.join("\n", transcript);
    }

    /** Gives this command and hears it out; it is neither FETCH, STORE nor SEARCH. */
    public void say(String command) throws IOException {
        begin(command, true);
        finish();
    }

    public void select(String which) throws IOException {
        view.forget();
        mailbox = which;
        say("SELECT " + which);
        fetchAll();
    }

    /** Learns UIDs and flags of all messages. */
    public void fetchAll() throws IOException {
        if (view.size() > 0) {
            begin("FETCH 1:* (UID FLAGS)", false);
            finish();
        }
    }

    /** Gives a command. */
    public void begin() throws IOException {
        int size = view.size();
        switch (random.nextInt(size > MANY ? 26 : 22)) {
            case 0 -> begin("NOOP", true);
            case 1, 2 -> append();
            case 3, 4 -> begin("EXPUNGE", true);
            case 5 -> begin("UID EXPUNGE " + uids(), true);
            case 6 -> begin("SEARCH " + key(), false);
            case 7 -> begin("SEARCH RETURN (MIN ALL COUNT) " + key(), false);
            case 8 -> searchByUid();
            case 9 -> idle();
            case 10 -> begin("UID FETCH " + uids() + " (FLAGS)", true);
            case 11 -> begin("UID STORE " + uids() + sign() + "FLAGS (" + flag() + ")", true);
            case 12 -> begin("UID MOVE " + uids() + " " + other(), true);
            case 13 -> begin("UID COPY " + few() + " " + any(), true);
            case 14 -> reselect();
            case 15, 16 -> onSome("FETCH", random.nextBoolean() ? " (UID BODY[])" : " (FLAGS ENVELOPE)", false);
            case 17, 18 -> onSome("STORE", sign() + "FLAGS (" + flag() + ")", false);
            case 19 -> silently();
            case 20 -> onSome("MOVE", " " + other(), true);
            case 21 -> onFew(" " + any());
            default -> onSome("STORE", " +FLAGS (\\Deleted)", false);
        }
    }

    private void begin(String command, boolean mayExpunge) throws IOException {
        expunging = mayExpunge;
        busy = true;
        tags++;
        send("t" + tags + " " + command + "\r\n");
    }

    private void send(String octets) throws IOException {
        note("C: " + octets.strip());
        wire.send(octets);
    }

    private void note(String line) {
        transcript.add(name + " " + line);
        if (transcript.size() > REMEMBERED) {
            transcript.remove();
        }
    }

    /** Hears the command out. */
    public void finish() throws IOException {
        if (idling) {
            idling = false;
            send("DONE\r\n");
        }
        String tagged = hear("t" + tags + " ");
        busy = false;
        byUid = false;
        boolean ok = tagged.contains(" OK ");
        // Of the messages with these numbers some may have been removed by others: then none is copied.
        if (!ok && !tagged.contains(" NO [EXPUNGEISSUED] ")) {
            throw new AssertionError("refused");
        }
        if (!ok) {
            refused.run();
        }
        refused = () -> {};
    }

    /** Believes what is said up to a response that begins so, and returns that. */
    private String hear(String end) throws IOException {
        while (true) {
            String response = wire.response();
            note("S: " + MailboxView.withoutLiterals(response).strip());
            if (response.startsWith(end)) {
                return response;
            }
            if (!response.startsWith("* ") || response.startsWith("* BYE")) {
                throw new AssertionError("not expected now");
            }
            view.believe(response, expunging, byUid);
        }
    }

    private void append() throws IOException {
        String message = "Subject: " + name + " " + tags + "\r\n\r\nHello\r\n";
        String flags = random.nextBoolean() ? "(" + flag() + ") " : "";
        begin("APPEND " + any() + " " + flags + "{" + message.length() + "+}\r\n" + message, true);
    }

    private void idle() throws IOException {
        begin("IDLE", true);
        hear("+ ");
        idling = true;
    }

    private void searchByUid() throws IOException {
        byUid = true;
        begin("UID SEARCH " + (random.nextBoolean() ? "RETURN (ALL MAX) " : "") + key(), true);
    }

    private void reselect() throws IOException {
        view.forget();
        mailbox = any();
        begin("SELECT " + mailbox, true);
    }

    private void silently() throws IOException {
        if (view.size() == 0) {
            begin("NOOP", true);
            return;
        }
        int first = 1 + random.nextInt(view.size());
        int last = first + random.nextInt(view.size() - first + 1);
        String flag = flag();
        boolean add = random.nextBoolean();
        view.assume(first, last, flags -> changed(flags, flag, add));
        refused = () -> view.doubt(first, last);
        begin("STORE " + first + ":" + last + (add ? " +" : " -") + "FLAGS.SILENT (" + flag + ")", false);
    }

    private static Set<String> changed(Set<String> flags, String flag, boolean add) {
        Set<String> changed = new TreeSet<>(flags);
        if (add) {
            changed.add(flag);
        } else {
            changed.remove(flag);
        }
        return changed;
    }

    private void onSome(String command, String rest, boolean mayExpunge) throws IOException {
        if (view.size() == 0) {
            begin("NOOP", true);
        } else {
            int first = 1 + random.nextInt(view.size());
            int last = first + random.nextInt(view.size() - first + 1);
            begin(command + " " + (random.nextBoolean() ? last + ":" + first : first + ":" + last) + rest, mayExpunge);
        }
    }

    private void onFew(String rest) throws IOException {
        if (view.size() == 0) {
            begin("NOOP", true);
        } else {
            begin("COPY " + (1 + random.nextInt(view.size())) + ",*" + rest, true);
        }
    }

    private String key() {
        List<String> keys = List.of("ALL", "SEEN", "NOT DELETED", "KEYWORD Label", "RECENT", "SUBJECT c1", "BODY x");
        return keys.get(random.nextInt(keys.size()));
    }

    /** From a UID that is or is not known to another. */
    private String uids() {
        return uid() + ":" + (random.nextInt(3) == 0 ? "*" : uid());
    }

    private String few() {
        return uid() + "," + uid();
    }

    private String uid() {
        List<Long> known = view.uids();
        boolean guessed = known.isEmpty() || random.nextInt(5) == 0;
        return Long.toString(guessed ? 1 + random.nextInt(40) : known.get(random.nextInt(known.size())));
    }

    private String sign() {
        return List.of(" +", " -", " ").get(random.nextInt(3));
    }

    private String flag() {
        return FLAGS.get(random.nextInt(FLAGS.size()));
    }

    private String any() {
        return mailboxes.get(random.nextInt(mailboxes.size()));
    }

    private String other() {
        return mailboxes.stream()
                .filter(each -> !each.equals(mailbox))
                .findFirst()
                .orElseThrow();
    }
}
