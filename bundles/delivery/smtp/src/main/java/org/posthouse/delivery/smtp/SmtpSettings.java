package org.posthouse.delivery.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.delivery.smtp.hop.Tls;
import org.posthouse.delivery.smtp.talk.Keeping;
import org.posthouse.delivery.smtp.talk.Times;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How mail goes out.
 *
 * @param name what we call ourselves
 * @param from where connections come from; empty: the system's choice
 * @param dns how long it may take to find the hosts
 * @param addresses so many are tried
 * @param recipients so many in one transaction
 * @param perHost connections to one address and port
 * @param silence how long a host that has not answered is left alone
 */
record SmtpSettings(
        int port,
        String name,
        Tls tls,
        Optional<InetAddress> from,
        Times times,
        Duration dns,
        int addresses,
        int recipients,
        int perHost,
        Duration silence,
        Keeping keeping) {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSettings.class);
    private static final int HOUR = 3_600;

    /** @param machine the name where none is set */
    static SmtpSettings of(SmtpConfiguration from, String machine) {
        String name = from.hostName().strip();
        return new SmtpSettings(
                within("port", from.port(), 1, 65_535),
                name.isEmpty() ? machine : name,
                Tls.valueOf(from.tls().strip().toUpperCase(Locale.ROOT)),
                address(from.bindAddress().strip()),
                times(from),
                seconds("dnsSeconds", from.dnsSeconds(), 1, 300),
                within("maxAddresses", from.maxAddresses(), 1, 100),
                within("maxRecipients", from.maxRecipients(), 1, 1_000),
                within("connectionsPerHost", from.connectionsPerHost(), 1, 256),
                seconds("silenceSeconds", from.silenceSeconds(), 0, HOUR),
                new Keeping(
                        within("idleConnections", from.idleConnections(), 0, 1_000),
                        seconds("idleSeconds", from.idleSeconds(), 1, 300),
                        within("mailsPerConnection", from.mailsPerConnection(), 1, 10_000)));
    }

    private static Times times(SmtpConfiguration from) {
        return new Times(
                seconds("connectSeconds", from.connectSeconds(), 1, 600),
                seconds("greetingSeconds", from.greetingSeconds(), 1, HOUR),
                seconds("commandSeconds", from.commandSeconds(), 1, HOUR),
                seconds("dataStartSeconds", from.dataStartSeconds(), 1, HOUR),
                seconds("dataBlockSeconds", from.dataBlockSeconds(), 1, HOUR),
                seconds("dataEndSeconds", from.dataEndSeconds(), 1, HOUR));
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address of this machine: " + text, e);
        }
    }

    private static Duration seconds(String setting, int value, int least, int most) {
        return Duration.ofSeconds(within(setting, value, least, most));
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static int within(String setting, int value, int least, int most) {
        int within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }
}
