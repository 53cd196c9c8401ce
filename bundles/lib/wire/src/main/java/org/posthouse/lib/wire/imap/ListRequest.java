package org.posthouse.lib.wire.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What LIST asks for: which names, and what of them. Plain as RFC 3501 §6.3.8 has it, or extended by selection options, several patterns or
 * return options, RFC 5258 §3.
 */
public record ListRequest(
        boolean extended,
        Set<Selection> selection,
        ListPatterns patterns,
        Set<Return> returns,
        List<StatusItem> status) {

    /** Which names, RFC 5258 §3.1 and RFC 6154 §2. */
    public enum Selection {
        SUBSCRIBED,
        REMOTE,
        RECURSIVEMATCH,
        SPECIAL_USE;

        static Selection read(ImapReader in) throws ImapSyntaxException {
            return option(values(), in.keyword());
        }
    }

    /** What of them, RFC 5258 §3.2, RFC 6154 §2 and RFC 5819 §2. */
    public enum Return {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE,
        STATUS;

        static Return read(ImapReader in) throws ImapSyntaxException {
            return option(values(), in.keyword());
        }
    }

    public ListRequest {
        selection = Set.copyOf(selection);
        returns = Set.copyOf(returns);
        status = List.copyOf(status);
    }

    /** From behind the name of the command up to its end. */
    public static ListRequest read(ImapReader in) throws ImapSyntaxException {
        boolean extended = in.peek() == '(';
        List<Selection> selection = extended ? in.list(Selection::read) : List.of();
        if (extended) {
            in.space();
        }
        if (selection.contains(Selection.RECURSIVEMATCH) && !selection.contains(Selection.SUBSCRIBED)) {
            throw new ImapSyntaxException("RECURSIVEMATCH needs SUBSCRIBED");
        }
        ListPatterns patterns = ListPatterns.read(in);
        List<StatusItem> status = new ArrayList<>();
        List<Return> returns = List.of();
        boolean returning = in.skip(' ');
        if (returning) {
            if (!in.keyword().equals("RETURN")) {
                throw new ImapSyntaxException("Expected RETURN");
            }
            returns = in.space().list(option -> readReturn(option, status));
        }
        in.end();
        return new ListRequest(
                extended || patterns.several() || returning,
                Set.copyOf(selection),
                patterns,
                Set.copyOf(returns),
                status.stream().distinct().toList());
    }

    private static Return readReturn(ImapReader in, List<StatusItem> status) throws ImapSyntaxException {
        Return option = Return.read(in);
        if (option == Return.STATUS) {
            status.addAll(StatusItem.readList(in.space()));
        }
        return option;
    }

    private static <T extends Enum<T>> T option(T[] known, String name) throws ImapSyntaxException {
        for (T option : known) {
            if (option.name().replace('_', '-').equals(name)) {
                return option;
            }
        }
        throw new ImapSyntaxException("No such option of LIST");
    }
}
