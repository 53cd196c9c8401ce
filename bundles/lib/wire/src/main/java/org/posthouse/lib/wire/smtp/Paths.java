package org.posthouse.lib.wire.smtp;

import java.util.Optional;
import org.posthouse.api.mail.Address;

/** Reverse-paths and forward-paths, RFC 5321 §4.1.2: in angle brackets, with quoted local parts, address literals and source routes. */
public final class Paths {
    /** Longest path with its punctuation, RFC 5321 §4.5.3.1.3. */
    public static final int MAX_PATH = 256;

    private static final int SENDER = 7;
    private static final int RECIPIENT = 3;

    private Paths() {}

    /** The mailbox as a command or a Return-Path field has it, quoted where it must be. */
    public static String print(Address address) {
        String domain = address.domain().isEmpty() ? "" : "@" + address.domain();
        return Mailboxes.printLocalPart(address.localPart()) + domain;
    }

    /** The path in its brackets; empty is the null path. */
    public static String print(Optional<Address> path) {
        return "<" + path.map(Paths::print).orElse("") + ">";
    }

    /** A path or {@code <>}. */
    static Optional<Address> reverse(Cursor cursor) throws Fault {
        int start = cursor.place();
        if (!cursor.accept('<')) {
            throw Fault.path(SENDER, "The sender belongs into <>");
        }
        if (cursor.peek() == '>') {
            end(cursor, SENDER);
            return Optional.empty();
        }
        return Optional.of(mailbox(cursor, start, SENDER));
    }

    /** A path or {@code <postmaster>}. */
    static Address forward(Cursor cursor) throws Fault {
        int start = cursor.place();
        if (!cursor.accept('<')) {
            throw Fault.path(RECIPIENT, "The recipient belongs into <>");
        }
        int name = cursor.place();
        if (cursor.acceptWord("postmaster") && cursor.peek() == '>') {
            String postmaster = cursor.since(name);
            end(cursor, RECIPIENT);
            return new Address(postmaster, "");
        }
        cursor.moveTo(name);
        return mailbox(cursor, start, RECIPIENT);
    }

    private static Address mailbox(Cursor cursor, int start, int detail) throws Fault {
        if (cursor.peek() == '@') {
            route(cursor, detail);
        }
        Address address = Mailboxes.parse(cursor, detail);
        end(cursor, detail);
        if (cursor.place() - start > MAX_PATH) {
            throw Fault.path(detail, "Path too long");
        }
        return address;
    }

    /** The bracket that closes, and then a blank or nothing. */
    private static void end(Cursor cursor, int detail) throws Fault {
        if (!cursor.accept('>') || (!cursor.done() && cursor.peek() != ' ' && cursor.peek() != '\t')) {
            throw Fault.path(detail, "The address goes on where it should end");
        }
    }

    /** A source route, which servers must take and should ignore, RFC 5321 §4.1.1.3 and appendix C. */
    private static void route(Cursor cursor, int detail) throws Fault {
        do {
            if (!cursor.accept('@')) {
                throw Fault.path(detail, "A source route is a list of @domains");
            }
            Mailboxes.domain(cursor, detail);
        } while (cursor.accept(','));
        if (!cursor.accept(':')) {
            throw Fault.path(detail, "A source route ends with a colon");
        }
    }
}
