package org.posthouse.protocol.imap.session;

/** What comes after a piece of work on a command. */
public sealed interface Step permits Completion, Step.Turn {
    /** Whose turn it is, if the command has not ended. */
    enum Turn implements Step {
        /** Ours again, when the client has read what was written. */
        MORE,
        /** The client's: a line for this command. */
        LINE,
        /** The client's, with a line for this command, unless something changes before. */
        LINE_OR_WAKE,
        /** TLS begins. */
        SECURE,
        /** Compression begins. */
        COMPRESS,
        /** Nobody's: the connection ends. */
        CLOSE
    }
}
