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
import org.posthouse.protocol.imap.session.Limits;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.protocol.imap.session.TimeOuts;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks IMAP4rev1, RFC 3501. Keeps nothing: what there is to know of a client is in its conversation. */
@Component(name = ImapProtocol.NAME, property = ProtocolHandler.PROTOCOL + "=imap")
@Designate(ocd = ImapConfiguration.class)
public final class ImapProtocol implements ProtocolHandler {
    static final String NAME = "org.posthouse.protocol.imap";
    private static final Logger LOG = LoggerFactory.getLogger(ImapProtocol.class);

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

    static ImapSettings settings(ImapConfiguration configuration) {
        int line = within("lineLimit", configuration.lineLimit(), 8_192, 1_048_576);
        return new ImapSettings(
                configuration.greeting(),
                new TimeOuts(
                        Duration.ofSeconds(within("loginSeconds", configuration.loginSeconds(), 10, 3600)),
                        Duration.ofMinutes(within("idleMinutes", configuration.idleMinutes(), 1, 1440)),
                        Duration.ofSeconds(within("transferSeconds", configuration.transferSeconds(), 10, 3600))),
                new Limits(
                        within("appendLimit", configuration.appendLimit(), 1, 4_294_967_295L),
                        line,
                        Math.max(line, within("commandLimit", configuration.commandLimit(), 65_536, 16_777_216)),
                        within("strangerCommandLimit", configuration.strangerCommandLimit(), 1024, 1_048_576),
                        within("strangerLiteralLimit", configuration.strangerLiteralLimit(), 256, 1_048_576),
                        within("mailboxLimit", configuration.mailboxLimit(), 1, 1_000_000),
                        within("keywordLimit", configuration.keywordLimit(), 1, 100_000),
                        within("badCommands", configuration.badCommands(), 1, 1000),
                        within("failedLogins", configuration.failedLogins(), 1, 100)));
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static long within(String setting, long value, long least, long most) {
        long within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }

    private static int within(String setting, int value, int least, int most) {
        return (int) within(setting, (long) value, least, most);
    }

    @Override
    public Conversation open(Client client) {
        return new ImapConversation(client, services);
    }

    @Override
    public Optional<Conversation> resume(Client client, HandOver state) {
        return HandOverLayout.read(client, services, state);
    }

    /** Who is not even greeted can come again later, whatever the reason: RFC 5530 §3. */
    @Override
    public String farewell(boolean greeted, String reason) {
        return "* BYE " + (greeted ? "" : "[UNAVAILABLE] ")
                + Completion.ok(reason).text();
    }
}
