package org.posthouse.lib.wire.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads a command from left to right, one token of RFC 3501 §9 after the other. What is not in the grammar ends the reading. */
public final class ImapReader {
    /** Most members of any list. */
    public static final int MAX_MEMBERS = 4096;

    private static final String INBOX = "INBOX";
    private static final int MAX_ATOM = 12 * 1024;

    private final List<byte[]> pieces;
    private int piece;
    private int at;

    ImapReader(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Over one line that announces no literal. */
    public static ImapReader over(String line) {
        return new ImapReader(List.of(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** The octet that comes next; -1 at the end of the line. */
    public int peek() {
        byte[] line = pieces.get(piece);
        return at < line.length ? line[at] & 0xff : -1;
    }

    /** Takes the octet if it comes next. */
    public boolean skip(char octet) {
        if (peek() != octet) {
            return false;
        }
        at++;
        return true;
    }

    public ImapReader expect(char octet) throws ImapSyntaxException {
        if (!skip(octet)) {
            throw new ImapSyntaxException("Expected " + (octet == ' ' ? "a space" : "'" + octet + "'"));
        }
        return this;
    }

    /** One space, and only one. */
    public ImapReader space() throws ImapSyntaxException {
        return expect(' ');
    }

    /** Nothing more may come. */
    public void end() throws ImapSyntaxException {
        if (peek() >= 0 || piece < pieces.size() - 1) {
            throw new ImapSyntaxException("Too many arguments");
        }
    }

    public String tag() throws ImapSyntaxException {
        return take(Octets::inTag, "a tag");
    }

    public String atom() throws ImapSyntaxException {
        return take(Octets::inAtom, "an atom");
    }

    /** A word of the grammar, in upper case. */
    public String keyword() throws ImapSyntaxException {
        return take(Octets::inKeyword, "a keyword").toUpperCase(Locale.ROOT);
    }

    /** Takes this word if it comes next, followed by a space. */
    boolean skipKeyword(String word) {
        byte[] line = pieces.get(piece);
        int end = at + word.length();
        boolean there = end < line.length
                && line[end] == ' '
                && new String(line, at, word.length(), StandardCharsets.US_ASCII).equalsIgnoreCase(word);
        at = there ? end : at;
        return there;
    }

    /** A 32-bit number, RFC 3501 §9. */
    public long number() throws ImapSyntaxException {
        long value = 0;
        int begin = at;
        while (Octets.isDigit(peek())) {
            value = value * 10 + (peek() - '0');
            at++;
            if (value > LiteralMark.MAX_NUMBER) {
                throw new ImapSyntaxException("Number is too large");
            }
        }
        if (at == begin) {
            throw new ImapSyntaxException("Expected a number");
        }
        return value;
    }

    public long nzNumber() throws ImapSyntaxException {
        long value = number();
        if (value == 0) {
            throw new ImapSyntaxException("Number must not be zero");
        }
        return value;
    }

    /** The octets of an astring. */
    public byte[] astring() throws ImapSyntaxException {
        int next = peek();
        if (next == '"' || next == '{') {
            return string();
        }
        return take(Octets::inAstring, "a string").getBytes(StandardCharsets.US_ASCII);
    }

    /** The octets of a quoted string or literal; octets of UTF-8 are let pass in the former. */
    public byte[] string() throws ImapSyntaxException {
        return peek() == '{' ? literal() : quoted();
    }

    public Optional<byte[]> nstring() throws ImapSyntaxException {
        if (peek() == '"' || peek() == '{') {
            return Optional.of(string());
        }
        if (!keyword().equals("NIL")) {
            throw new ImapSyntaxException("Expected a string or NIL");
        }
        return Optional.empty();
    }

    /** An astring that is UTF-8. */
    public String text() throws ImapSyntaxException {
        return utf8(astring());
    }

    /** A mailbox name, out of modified UTF-7; INBOX in any case is INBOX, also as the first level of a name. */
    public String mailbox() throws ImapSyntaxException {
        String name = ModifiedUtf7.decode(astring());
        boolean inbox = name.regionMatches(true, 0, INBOX, 0, INBOX.length());
        boolean level = name.length() == INBOX.length() || (inbox && name.charAt(INBOX.length()) == '/');
        return inbox && level ? INBOX + name.substring(INBOX.length()) : name;
    }

    /** What LIST matches with, as it was sent. */
    public byte[] listMailbox() throws ImapSyntaxException {
        if (peek() == '"' || peek() == '{') {
            return string();
        }
        return take(Octets::inPattern, "a mailbox pattern").getBytes(StandardCharsets.US_ASCII);
    }

    /** Items between parentheses, single spaces between them. */
    public <T> List<T> list(Item<T> item) throws ImapSyntaxException {
        List<T> items = new ArrayList<>();
        expect('(');
        if (skip(')')) {
            return items;
        }
        do {
            if (items.size() == MAX_MEMBERS) {
                throw new ImapLimitException("List is too long");
            }
            items.add(item.read(this));
        } while (skip(' '));
        expect(')');
        return items;
    }

    /** Whether a literal is announced here that has not been added to the command. */
    public boolean atAnnouncedLiteral() {
        return piece == pieces.size() - 1 && peek() == '{' && mark().isPresent();
    }

    private Optional<LiteralMark> mark() {
        byte[] line = pieces.get(piece);
        int open = at;
        Optional<LiteralMark> mark = LiteralMark.at(line);
        // The mark at the end of the line is this one only if no other brace lies between.
        for (int i = open + 1; i < line.length; i++) {
            if (line[i] == '{') {
                return Optional.empty();
            }
        }
        return mark;
    }

    private byte[] literal() throws ImapSyntaxException {
        if (mark().isEmpty() || piece + 1 >= pieces.size()) {
            throw new ImapSyntaxException("Bad literal");
        }
        byte[] octets = pieces.get(piece + 1);
        for (byte octet : octets) {
            if (octet == 0) {
                throw new ImapSyntaxException("NUL in a literal");
            }
        }
        piece += 2;
        at = 0;
        return octets.clone();
    }

    private byte[] quoted() throws ImapSyntaxException {
        expect('"');
        byte[] line = pieces.get(piece);
        byte[] value = new byte[line.length - at];
        int length = 0;
        while (at < line.length && line[at] != '"') {
            byte octet = line[at++];
            if (octet == '\\') {
                if (peek() != '"' && peek() != '\\') {
                    throw new ImapSyntaxException("Bad escape in a quoted string");
                }
                octet = line[at++];
            }
            if (octet == 0 || octet == '\r' || octet == '\n') {
                throw new ImapSyntaxException("Control character in a quoted string");
            }
            value[length++] = octet;
        }
        expect('"');
        return Arrays.copyOf(value, length);
    }

    private String take(IntPredicate allowed, String what) throws ImapSyntaxException {
        byte[] line = pieces.get(piece);
        int begin = at;
        while (at < line.length && allowed.test(line[at] & 0xff)) {
            at++;
        }
        if (at == begin || at - begin > MAX_ATOM) {
            throw new ImapSyntaxException("Expected " + what);
        }
        return new String(line, begin, at - begin, StandardCharsets.US_ASCII);
    }

    private static String utf8(byte[] octets) throws ImapSyntaxException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ImapSyntaxException("String is not UTF-8");
        }
    }

    /** Reads one member of a list. */
    @FunctionalInterface
    public interface Item<T> {
        T read(ImapReader in) throws ImapSyntaxException;
    }
}
