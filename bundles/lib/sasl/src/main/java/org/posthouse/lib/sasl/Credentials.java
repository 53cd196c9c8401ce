package org.posthouse.lib.sasl;

import java.util.Arrays;
import java.util.Optional;

/** Who somebody says to be, and the proof. To be closed at once after use, which wipes the password. */
public final class Credentials implements AutoCloseable {
    private final String authorizationId;
    private final String authenticationId;
    private final char[] password;

    Credentials(String authorizationId, String authenticationId, char[] password) {
        this.authorizationId = authorizationId;
        this.authenticationId = authenticationId;
        this.password = password;
    }

    /**
     * As clients give them without SASL, POP3's PASS for one; the octets are wiped. Empty if the password is none that SASL could bring:
     * UTF-8 without control characters.
     */
    public static Optional<Credentials> of(String name, byte[] password) {
        return Response.text(password).map(characters -> new Credentials("", name, characters));
    }

    /** Whose name the password proves. */
    public String authenticationId() {
        return authenticationId;
    }

    /** Whom the client wants to act as; empty is himself, RFC 4422 §3.4.1. */
    public String authorizationId() {
        return authorizationId;
    }

    /** Whether the client wants to act as somebody else than he proves to be. */
    public boolean forAnother() {
        return !authorizationId.isEmpty() && !authorizationId.equals(authenticationId);
    }

    /** The password itself, not a copy. */
    public char[] password() {
        return password;
    }

    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "credentials of " + authenticationId;
    }
}
