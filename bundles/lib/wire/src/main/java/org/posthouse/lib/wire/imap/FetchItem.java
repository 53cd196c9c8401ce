package org.posthouse.lib.wire.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message data item that FETCH asks for, RFC 3501 §6.4.5. */
public sealed interface FetchItem {
    /** Items that are but a word. */
    enum Plain implements FetchItem {
        ENVELOPE,
        FLAGS,
        INTERNALDATE,
        RFC822_SIZE,
        BODY,
        BODYSTRUCTURE,
        UID
    }

    /** Octets of the message. The label is what the response calls them. Unless it is a peek, the message is seen then. */
    record Octets(String label, Section section, Optional<Partial> partial, boolean peek) implements FetchItem {}

    /** So many octets from this one on. */
    record Partial(long offset, long count) {}

    /** A macro, one item, or a list of items. */
    static List<FetchItem> readAll(ImapReader in) throws ImapSyntaxException {
        if (in.peek() == '(') {
            List<FetchItem> items = in.list(FetchItem::read);
            if (items.isEmpty()) {
                throw new ImapSyntaxException("Expected a fetch item");
            }
            return items;
        }
        String name = in.keyword();
        return switch (name) {
            case "ALL" -> List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE);
            case "FAST" -> List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE);
            case "FULL" -> List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE, Plain.BODY);
            default -> new ArrayList<>(List.of(named(name, in)));
        };
    }

    /** fetch-att. */
    static FetchItem read(ImapReader in) throws ImapSyntaxException {
        return named(in.keyword(), in);
    }

    private static FetchItem named(String name, ImapReader in) throws ImapSyntaxException {
        return switch (name) {
            case "ENVELOPE" -> Plain.ENVELOPE;
            case "FLAGS" -> Plain.FLAGS;
            case "INTERNALDATE" -> Plain.INTERNALDATE;
            case "RFC822.SIZE" -> Plain.RFC822_SIZE;
            case "BODYSTRUCTURE" -> Plain.BODYSTRUCTURE;
            case "UID" -> Plain.UID;
            case "RFC822" -> new Octets(name, Section.MESSAGE, Optional.empty(), false);
            case "RFC822.HEADER" -> new Octets(name, section(Section.Text.HEADER), Optional.empty(), true);
            case "RFC822.TEXT" -> new Octets(name, section(Section.Text.TEXT), Optional.empty(), false);
            case "BODY" -> in.peek() == '[' ? octets(in, false) : Plain.BODY;
            case "BODY.PEEK" -> octets(in, true);
            default -> throw new ImapSyntaxException("No such fetch item");
        };
    }

    private static Section section(Section.Text text) {
        return new Section(List.of(), text, List.of());
    }

    private static FetchItem octets(ImapReader in, boolean peek) throws ImapSyntaxException {
        Section section = Section.read(in);
        if (!in.skip('<')) {
            return new Octets("BODY" + section, section, Optional.empty(), peek);
        }
        Partial partial = new Partial(in.number(), in.expect('.').nzNumber());
        in.expect('>');
        return new Octets("BODY" + section + "<" + partial.offset() + ">", section, Optional.of(partial), peek);
    }
}
