package org.posthouse.api.pipeline;

/** Which way a mail comes in. */
public enum Via {
    /** From any server, RFC 5321. */
    MX,
    /** From a user who has logged in or will, RFC 6409. */
    SUBMISSION,
    /** Delivered before it is answered, RFC 2033. */
    LMTP,
    /** From a mailing list of ours. */
    LIST,
    /** Made by the server itself. */
    LOCAL,
    /** Stored mail judged again, without effect. */
    REPLAY
}
