package org.posthouse.core.queue.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.route.Route;
import org.posthouse.spi.delivery.Delivery.Target;

/** An end of a recipient's route that some transport can reach, and where that is: mail to one place waits for each other. */
record End(int recipient, Route route, String transport, String destination) {
    static final String LOCAL = "local";
    static final String SMTP = "smtp";

    private static final String DOMAIN = "domain ";

    static End of(int recipient, Route route) {
        if (route instanceof Route.Mailbox mailbox) {
            return new End(
                    recipient, route, LOCAL, "account " + mailbox.account().id());
        }
        return new End(recipient, route, SMTP, DOMAIN + route.address().domain());
    }

    /** Whether what is brought there leaves this server. */
    static boolean leadsAway(String destination) {
        return destination.startsWith(DOMAIN);
    }

    Target target(String queueId, Recipient of) {
        return new Target(of, route, operationId(queueId, of.address(), route.address()));
    }

    /** The same for the same mail, recipient and end, whenever and by whom it is asked. */
    static String operationId(String queueId, Address recipient, Address end) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(recipient.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] hash = digest.digest(end.toString().getBytes(StandardCharsets.UTF_8));
            return queueId + "-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
