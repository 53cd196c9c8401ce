package org.posthouse.testkit.imap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The selected mailbox as a client knows it from untagged responses alone, RFC 3501 §7.4.1 and RFC 2180. Whatever cannot follow from what
 * was said before is an AssertionError.
 */
public final class MailboxView {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}\r\n");
    private static final Pattern NUMBERED =
            Pattern.compile("\\* (\\d+) (EXISTS|RECENT|EXPUNGE|FETCH)\\b(.*)", Pattern.DOTALL);
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");
    private static final Pattern SEARCH = Pattern.compile("\\* (SEARCH|ESEARCH \\(TAG \"[^\"]*\"\\)( UID)?)([^()]*)");

    private final List<Message> messages = new ArrayList<>();
    private final Set<Long> expunged = new HashSet<>();
    private final Set<String> announced = new HashSet<>();

    /** What is known of one message. */
    private static final class Message {
        private Optional<Long> uid = Optional.empty();
        private Optional<Set<String>> flags = Optional.empty();
    }

    /** A mailbox is selected anew: nothing is known of it. */
    public void forget() {
        messages.clear();
        expunged.clear();
        announced.clear();
    }

    public int size() {
        return messages.size();
    }

    /** The UIDs that are known, in order. */
    public List<Long> uids() {
        return messages.stream().flatMap(message -> message.uid.stream()).toList();
    }

    /** What the client has asked for silently it takes for done, unless it is told otherwise. */
    public void assume(int first, int last, UnaryOperator<Set<String>> change) {
        messages.subList(first - 1, last).forEach(message -> message.flags = message.flags.map(change));
    }

    /** Flags of these are not known any more. */
    public void doubt(int first, int last) {
        messages.subList(first - 1, last).forEach(message -> message.flags = Optional.empty());
    }

    /**
     * Takes in an untagged response.
     *
     * @param expunging whether EXPUNGE may come now
     * @param byUid whether a search under way is one by UID
     */
    public void believe(String response, boolean expunging, boolean byUid) {
        String text = withoutLiterals(response);
        Matcher numbered = NUMBERED.matcher(text);
        Matcher search = SEARCH.matcher(text.strip());
        if (numbered.matches()) {
            numbered(Integer.parseInt(numbered.group(1)), numbered.group(2), numbered.group(3), expunging);
        } else if (text.startsWith("* FLAGS ")) {
            announced.clear();
            announced.addAll(flags(text).orElseThrow());
        } else if (search.matches()) {
            searched(search.group(3), byUid);
        }
    }

    private void numbered(int number, String what, String rest, boolean expunging) {
        switch (what) {
            case "EXISTS" -> exists(number);
            case "RECENT" -> require(number <= size(), "more are recent than there are");
            case "EXPUNGE" -> {
                require(expunging, "EXPUNGE must not come now");
                Message gone = message(number);
                messages.remove(number - 1);
                gone.uid.ifPresent(expunged::add);
            }
            default -> fetched(number, rest);
        }
    }

    private void exists(int count) {
        require(count >= size(), "messages vanish");
        while (size() < count) {
            messages.add(new Message());
        }
    }

    private Message message(int number) {
        require(number >= 1 && number <= size(), "there is no message " + number + " of " + size());
        return messages.get(number - 1);
    }

    private void fetched(int number, String items) {
        Message message = message(number);
        Matcher uid = UID.matcher(items);
        if (uid.find()) {
            identified(number, Long.parseLong(uid.group(1)));
        }
        flags(items).ifPresent(told -> {
            Set<String> flags = new TreeSet<>(told);
            flags.remove("\\Recent");
            require(announced.containsAll(flags), "flags nobody has heard of: " + flags + ", known are " + announced);
            message.flags = Optional.of(flags);
        });
    }

    private void identified(int number, long uid) {
        Message message = messages.get(number - 1);
        message.uid.ifPresent(before -> require(before == uid, "a message was UID " + before + " and is " + uid));
        require(!expunged.contains(uid), "UID " + uid + " comes back");
        message.uid = Optional.of(uid);
        long last = 0;
        for (long known : uids()) {
            require(known > last, "UIDs do not ascend: " + uids());
            last = known;
        }
    }

    private static Optional<Set<String>> flags(String text) {
        Matcher flags = FLAGS.matcher(text);
        return flags.find()
                ? Optional.of(new TreeSet<>(List.of(flags.group(1).split(" ")))).map(MailboxView::withoutNothing)
                : Optional.empty();
    }

    private static Set<String> withoutNothing(Set<String> flags) {
        flags.remove("");
        return flags;
    }

    private void searched(String found, boolean byUid) {
        Matcher number = Pattern.compile("\\d+").matcher(found.replaceAll("COUNT \\d+", ""));
        while (number.find()) {
            long value = Long.parseLong(number.group());
            require(byUid ? !expunged.contains(value) : value <= size(), value + " is found, but there is none");
        }
    }

    /**
     * Whether what is known is the truth.
     *
     * @param uids of all messages, in order
     * @param flags of each of them, without {@code \Recent}
     */
    public void compare(List<Long> uids, List<? extends Collection<String>> flags) {
        require(size() == uids.size(), "there are " + uids.size() + " messages, not " + size() + ": " + uids);
        for (int i = 0; i < size(); i++) {
            long uid = uids.get(i);
            Set<String> is = new TreeSet<>(flags.get(i));
            messages.get(i).uid.ifPresent(known -> require(known == uid, "UID " + known + " is " + uid));
            messages.get(i)
                    .flags
                    .ifPresent(known -> require(known.equals(is), "UID " + uid + " has " + is + ", not " + known));
        }
    }

    /** The first line, and what stands between and behind literals. */
    static String withoutLiterals(String response) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Matcher literal = LITERAL.matcher(response); literal.find(at); ) {
            text.append(response, at, literal.start());
            at = literal.end() + Integer.parseInt(literal.group(1));
        }
        return text.append(response.substring(at)).toString();
    }

    private static void require(boolean claim, String otherwise) {
        if (!claim) {
            throw new AssertionError(otherwise);
        }
    }
}
