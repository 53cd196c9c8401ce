package org.posthouse.protocol.pop3;

import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.net.Client;
import org.posthouse.api.store.MailStore;
import org.posthouse.spi.protocol.ProtocolHandler;

/** Speaks POP3, RFC 1939. Keeps nothing: what there is to know of a client is in its conversation. */
@Component(name = Pop3Protocol.NAME, property = ProtocolHandler.PROTOCOL + "=pop3")
@Designate(ocd = Pop3Configuration.class)
public final class Pop3Protocol implements ProtocolHandler {
    static final String NAME = "org.posthouse.protocol.pop3";

    private final Services services;

    @Activate
    public Pop3Protocol(@Reference MailStore store, @Reference Accounts accounts, Pop3Configuration configuration) {
        this(new Services(store, accounts, Pop3Settings.of(configuration), new LineEnds(), () -> UUID.randomUUID()
                .toString()));
    }

    /** With these services. */
    Pop3Protocol(Services services) {
        this.services = services;
    }

    @Override
    public Conversation open(Client client) {
        return new Pop3Conversation(services, client, new Session());
    }

    @Override
    public Optional<Conversation> resume(Client client, HandOver state) {
        return Session.from(state).map(session -> new Pop3Conversation(services, client, session));
    }

    @Override
    public String farewell(boolean greeted, String reason) {
        return Reply.temporary(reason).line();
    }
}
