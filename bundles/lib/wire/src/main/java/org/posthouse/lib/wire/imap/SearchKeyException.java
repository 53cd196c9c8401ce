package org.posthouse.lib.wire.imap;

/** A word stands where a search key is expected, and is none of them. */
public final class SearchKeyException extends ImapSyntaxException {
    private static final long serialVersionUID = 1;

    private final String word;

    SearchKeyException(String word) {
        super("No such search key");
        this.word = word;
    }

    /** In capitals. */
    public String word() {
        return word;
    }
}
