package org.posthouse.protocol.imap;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.net.Client;
import org.posthouse.api.store.MailStore;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.ImapSettings;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.spi.protocol.ProtocolHandler;

/** Speaks IMAP4rev1, RFC 3501. Keeps nothing: what there is to know of a client is in its conversation. */
@Component(name = ImapProtocol.NAME, property = ProtocolHandler.PROTOCOL + "=imap")
@Designate(ocd = ImapConfiguration.class)
public final class ImapProtocol implements ProtocolHandler {
    static final String NAME = "org.posthouse.protocol.imap";

    private final Services services;

    @Activate
    public ImapProtocol(@Reference MailStore store, @Reference Accounts accounts, ImapConfiguration configuration) {
        this(new Services(store, accounts, settings(configuration), Clock.systemUTC(), () -> UUID.randomUUID()
                .toString()));
    }

    /** With these services. */
    public ImapProtocol(Services services) {
        this.services = services;
    }

    private static ImapSettings settings(ImapConfiguration configuration) {
        return new ImapSettings(
                configuration.greeting(),
                Duration.ofSeconds(configuration.loginSeconds()),
                Duration.ofMinutes(configuration.idleMinutes()),
                Duration.ofSeconds(configuration.transferSeconds()),
                configuration.appendLimit(),
                configuration.commandLimit(),
                configuration.badCommands(),
                configuration.failedLogins());
    }

    @Override
    public Conversation open(Client client) {
        return new ImapConversation(client, services);
    }

    @Override
    public Optional<Conversation> resume(Client client, HandOver state) {
        return HandOverLayout.read(client, services, state);
    }

    @Override
    public String farewell(boolean greeted, String reason) {
        return "* BYE " + Completion.ok(reason).text();
    }
}
