package org.posthouse.api.store;

import java.util.Objects;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;

/**
 * Something in a store that is not as it should be.
 *
 * @param what in a few words, for an administrator
 * @param mended whether it is as it should be now; what was cut out for that lies in quarantine
 */
public record Flaw(Kind kind, Where where, String what, boolean mended) {
    /** What is wrong. */
    public enum Kind {
        /** A message is not what was kept. */
        DAMAGED_MESSAGE,
        /** A message should be there and is not. */
        MISSING_MESSAGE,
        /** What says where messages are, or what became of them, cannot be read or is not true. */
        WRONG_INDEX,
        /** A number of messages or octets, or a next UID, is not true. */
        WRONG_COUNTER,
        /** Something is there that nothing refers to. */
        ORPHAN
    }

    public Flaw {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
    }

    /** The same, put right, and how. */
    public Flaw asMended(String how) {
        return new Flaw(kind, where, what + ": " + how, true);
    }

    /**
     * What a flaw is about.
     *
     * @param account empty: none
     * @param mailbox its name; empty: none
     * @param uid 0: of no message
     * @param messageId as its Message-ID field has it, as far as that can be read; empty: it cannot, or there is none
     */
    public record Where(Optional<AccountId> account, String mailbox, long uid, String messageId) {
        /** The store as a whole. */
        public static final Where STORE = new Where(Optional.empty(), "", 0, "");

        public Where {
            Objects.requireNonNull(account, "account");
            Objects.requireNonNull(mailbox, "mailbox");
            Objects.requireNonNull(messageId, "messageId");
        }

        public static Where of(AccountId account) {
            return new Where(Optional.of(account), "", 0, "");
        }

        public static Where of(AccountId account, String mailbox) {
            return new Where(Optional.of(account), mailbox, 0, "");
        }
    }
}
