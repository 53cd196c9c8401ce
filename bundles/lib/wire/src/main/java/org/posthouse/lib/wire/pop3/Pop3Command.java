package org.posthouse.lib.wire.pop3;

import java.util.Optional;
import java.util.OptionalInt;

/** A command of a mail client, RFC 1939 §9, with CAPA (RFC 2449), STLS (RFC 2595) and AUTH (RFC 5034). Message numbers are 1 or more. */
public sealed interface Pop3Command {
    record User(String name) implements Pop3Command {}

    /** The password in the octets the client sent, blanks and all; whoever uses it wipes it. */
    record Pass(byte[] password) implements Pop3Command {
        /** Says nothing of the password. */
        @Override
        public String toString() {
            return "PASS";
        }
    }

    /** The initial response as it stands on the line. */
    record Auth(String mechanism, Optional<byte[]> initialResponse) implements Pop3Command {
        /** Says nothing of the response, which may be a password. */
        @Override
        public String toString() {
            return "AUTH " + mechanism;
        }
    }

    record Stls() implements Pop3Command {}

    record Capa() implements Pop3Command {}

    record Stat() implements Pop3Command {}

    /** Of one message, or of all. */
    record Listing(OptionalInt number) implements Pop3Command {}

    /** Of one message, or of all. */
    record Uidl(OptionalInt number) implements Pop3Command {}

    record Retr(int number) implements Pop3Command {}

    /** The header and so many lines of the body. */
    record Top(int number, int lines) implements Pop3Command {}

    record Dele(int number) implements Pop3Command {}

    record Noop() implements Pop3Command {}

    record Rset() implements Pop3Command {}

    record Quit() implements Pop3Command {}

    /** Known, but not with such arguments; what is wrong may be told to the peer. */
    record Malformed(String reason) implements Pop3Command {}

    record Unknown() implements Pop3Command {}
}
