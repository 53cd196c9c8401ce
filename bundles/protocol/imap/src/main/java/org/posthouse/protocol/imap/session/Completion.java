package org.posthouse.protocol.imap.session;

import java.util.Set;

/** How a command ended: OK, NO or BAD, a response code or none, and text for people, RFC 3501 §7.1. */
public record Completion(Verdict verdict, String code, String text) implements Step {
    private static final int MAX_TEXT = 400;
    private static final Set<String> STRANGE = Set.of("CANNOT", "LIMIT", "TOOBIG");

    /** The three ends there are. */
    public enum Verdict {
        OK,
        NO,
        BAD
    }

    public Completion {
        text = printable(text);
    }

    public static Completion ok(String text) {
        return new Completion(Verdict.OK, "", text);
    }

    public static Completion ok(String code, String text) {
        return new Completion(Verdict.OK, code, text);
    }

    /** Refused; the code is one of RFC 5530 or of the command's own. */
    public static Completion no(String code, String text) {
        return new Completion(Verdict.NO, code, text);
    }

    public static Completion bad(String text) {
        return new Completion(Verdict.BAD, "", text);
    }

    /** Whether it answers what no client says that means well: this was no command, or asked for what cannot be. */
    public boolean strange() {
        return verdict == Verdict.BAD || (verdict == Verdict.NO && STRANGE.contains(code));
    }

    /** The response under this tag; {@code *} where the command's is not known. */
    public String under(String tag) {
        return tag + " " + verdict + (code.isEmpty() ? " " : " [" + code + "] ") + text;
    }

    /** Text as resp-text has it: never empty, never more than a line, never a code. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_TEXT));
        for (int i = 0; i < text.length() && i < MAX_TEXT; i++) {
            char c = text.charAt(i);
            clean.append(c < 0x20 || c > 0x7e || (i == 0 && c == '[') ? '?' : c);
        }
        return clean.length() == 0 ? "Done" : clean.toString();
    }
}
