package org.posthouse.protocol.smtp;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Client;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.spi.protocol.ProtocolHandler;

/** Opens conversations of one dialect, and goes on with those of another version. */
class SmtpHandler implements ProtocolHandler {
    private static final Status GOING = new Status(4, 3, 2);

    private final Desk desk;

    SmtpHandler(Desk desk) {
        this.desk = desk;
    }

    /** What the machine is called: the name of a server that has been given none. */
    static String machine(BundleContext context) {
        return Optional.ofNullable(context.getProperty("posthouse.host")).orElse("localhost");
    }

    @Override
    public final Conversation open(Client client) {
        return new SmtpConversation(desk, client, new Session(desk.clock().instant()));
    }

    @Override
    public final Optional<Conversation> resume(Client client, HandOver state) {
        return Session.from(state, desk.clock().instant()).map(session -> new SmtpConversation(desk, client, session));
    }

    @Override
    public final String farewell(boolean greeted, String reason) {
        String text = desk.settings().hostName() + " " + reason;
        return greeted ? ReplyLines.of(new Reply(421, GOING, text)) : ReplyLines.plain(421, text);
    }
}
