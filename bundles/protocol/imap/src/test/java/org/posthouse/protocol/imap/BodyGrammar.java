package org.posthouse.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;

/** envelope and body of RFC 3501 §9, read strictly as a client may. */
final class BodyGrammar {
    /** A part that holds no others: its number and its size. */
    record Leaf(String number, long octets) {}

    private final ImapReader in;
    private final boolean extended;
    private final List<Leaf> leaves = new ArrayList<>();

    private BodyGrammar(ImapReader in, boolean extended) {
        this.in = in;
        this.extended = extended;
    }

    static List<Leaf> body(ImapReader in, boolean extended) throws ImapSyntaxException {
        BodyGrammar grammar = new BodyGrammar(in, extended);
        grammar.body("", true);
        return grammar.leaves;
    }

    static void envelope(ImapReader in) throws ImapSyntaxException {
        in.expect('(').nstring();
        in.space().nstring();
        for (int i = 0; i < 6; i++) {
            in.space();
            if (in.skip('(')) {
                do {
                    address(in);
                } while (in.peek() == '(');
                in.expect(')');
            } else {
                nil(in);
            }
        }
        in.space().nstring();
        in.space().nstring();
        in.expect(')');
    }

    private static void address(ImapReader in) throws ImapSyntaxException {
        in.expect('(').nstring();
        in.space().nstring();
        in.space().nstring();
        in.space().nstring();
        in.expect(')');
    }

    private static void nil(ImapReader in) throws ImapSyntaxException {
        if (!in.keyword().equals("NIL")) {
            throw new ImapSyntaxException("Expected NIL");
        }
    }

    private void body(String number, boolean message) throws ImapSyntaxException {
        in.expect('(');
        if (in.peek() == '(') {
            int part = 0;
            do {
                part++;
                body(number.isEmpty() ? "" + part : number + "." + part, false);
            } while (in.peek() == '(');
            string(in.space());
            if (extended) {
                parameters(in.space());
                tail();
            }
        } else {
            single(message ? (number.isEmpty() ? "1" : number + ".1") : number);
        }
        in.expect(')');
    }

    private void single(String number) throws ImapSyntaxException {
        String type = string(in) + "/" + string(in.space());
        parameters(in.space());
        in.space().nstring();
        in.space().nstring();
        string(in.space());
        long octets = in.space().number();
        if (type.equals("message/rfc822")) {
            envelope(in.space());
            in.space();
            body(number, true);
            in.space().number();
        } else if (type.startsWith("text/")) {
            in.space().number();
        }
        leaves.add(new Leaf(number, octets));
        if (extended) {
            in.space().nstring();
            tail();
        }
    }

    private void tail() throws ImapSyntaxException {
        in.space();
        if (in.skip('(')) {
            string(in);
            parameters(in.space());
            in.expect(')');
        } else {
            nil(in);
        }
        in.space();
        if (in.peek() == '(') {
            in.list(BodyGrammar::string);
        } else {
            in.nstring();
        }
        in.space().nstring();
    }

    private static void parameters(ImapReader in) throws ImapSyntaxException {
        if (in.peek() == '(') {
            int strings = in.list(BodyGrammar::string).size();
            if (strings == 0 || strings % 2 != 0) {
                throw new ImapSyntaxException("Expected pairs");
            }
        } else {
            nil(in);
        }
    }

    private static String string(ImapReader in) throws ImapSyntaxException {
        return new String(in.string(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }
}
