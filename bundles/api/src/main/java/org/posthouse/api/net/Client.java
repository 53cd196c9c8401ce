package org.posthouse.api.net;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.log.EventLog;
import org.posthouse.api.plugin.Edition;

/** The other end of a connection: facts only. Outlives every version of the protocol that serves it. */
@ProviderType
public interface Client {
    /** Names the connection, never given to another; letters and digits. */
    String id();

    /** The listener it came to: smtp, submission, imaps … */
    String service();

    InetSocketAddress address();

    /** Our end. */
    InetSocketAddress localAddress();

    Instant since();

    /** Forward-confirmed host name, if it has one and somebody has looked. */
    Optional<String> name();

    Optional<TlsFacts> tls();

    /** Whether a password may be sent over this connection: TLS is on, or the administrator allows clear text here. */
    boolean confidential();

    /** Whether TLS can still be started on this connection (STARTTLS): the listener has it, and it is not on yet. */
    default boolean tlsOffered() {
        return tls().isEmpty();
    }

    /** Whether compression can be started on this connection, RFC 4978: it is not on yet, and there is memory for one more. */
    default boolean compressionOffered() {
        return false;
    }

    /**
     * Called by protocols after login, with the name of the account. False: this user has as many connections as are allowed; the
     * protocol refuses the login then, and the client may try again later.
     */
    boolean loggedInAs(String user);

    Optional<String> user();

    /** The edition of the protocol that serves it now, or did last; empty before any did. */
    default Optional<Edition> servedBy() {
        return Optional.empty();
    }

    /** What is told of this connection to the administrator. Goes on when its protocol is replaced. */
    default EventLog log() {
        return EventLog.SILENT;
    }

    /** Runs once when the connection ends, at once if it has ended; one task per key. May run on any thread and must not block. */
    void whenClosed(String key, Runnable task);
}
