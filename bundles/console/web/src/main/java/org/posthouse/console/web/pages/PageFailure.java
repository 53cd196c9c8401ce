package org.posthouse.console.web.pages;

/** A page gave no answer. The message is a sentence for who asked; what is to be known besides is in the log. */
public final class PageFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    PageFailure(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    /** The HTTP status that says the same. */
    public int status() {
        return status;
    }
}
