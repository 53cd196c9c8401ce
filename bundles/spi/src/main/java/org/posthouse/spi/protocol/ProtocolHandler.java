package org.posthouse.spi.protocol;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/**
 * Speaks one protocol. Registered as a service with the property {@value #PROTOCOL}. Sees neither sockets nor threads: it is given
 * what it wants, and writes replies.
 */
@ConsumerType
public interface ProtocolHandler {
    /** Service property: the protocol's name as listeners are configured with it (smtp, submission, lmtp, imap …). */
    String PROTOCOL = "posthouse.protocol";

    Conversation open(Client client);

    /** Goes on with a conversation of another version of this handler; empty: it cannot, and the client is told good-bye. */
    default Optional<Conversation> resume(Client client, HandOver state) {
        return Optional.empty();
    }

    /**
     * What a client is told when nobody can serve it (no version in time, too many connections, shutting down), one line without its end;
     * empty: the connection is just closed. {@code greeted} tells whether the dialogue had begun.
     */
    default String farewell(boolean greeted, String reason) {
        return "";
    }

    /** One client's dialogue: called by one worker at a time, by none while it waits. */
    @ConsumerType
    interface Conversation {
        /** The first words. A MailException ends the connection with a farewell, here and in {@link #receive}. */
        Want greet(Output out) throws MailException;

        Want receive(Input input, Output out) throws MailException;

        /** Everything the next version needs, asked for where it waits; core keeps the pending Want and partial bytes. Empty: cannot. */
        default Optional<HandOver> handOver() {
            return Optional.empty();
        }

        /** The connection has ended, or the conversation was handed over: let go of everything. */
        default void closed() {}
    }

    /** State in JDK types only (String, Number, Boolean, byte[], List, Map), for classes of one version are unknown to the next. */
    record HandOver(int layout, Map<String, Object> values) {
        public HandOver {
            values = Map.copyOf(values);
        }
    }
}
