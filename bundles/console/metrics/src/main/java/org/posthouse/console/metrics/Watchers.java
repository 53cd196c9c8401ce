package org.posthouse.console.metrics;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may watch. */
@Component(name = Watchers.NAME, service = Watchers.class)
@Designate(ocd = WatchConfiguration.class)
public final class Watchers {
    static final String NAME = "org.posthouse.console.metrics.watchers";
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?");

    private volatile Set<InetAddress> clients;

    @Activate
    public Watchers(WatchConfiguration configuration) {
        this(configuration.clients());
    }

    Watchers(String... clients) {
        this.clients = addresses(clients);
    }

    @Modified
    void change(WatchConfiguration configuration) {
        clients = addresses(configuration.clients());
    }

    boolean may(HttpServletRequest request) {
        return may(request.getRemoteAddr());
    }

    boolean may(String address) {
        return address(address)
                .filter(known -> known.isLoopbackAddress() || clients.contains(known))
                .isPresent();
    }

    private static Set<InetAddress> addresses(String... texts) {
        Set<InetAddress> addresses = new HashSet<>();
        for (String text : texts) {
            Optional<InetAddress> address = address(text.trim());
            if (address.isPresent()) {
                addresses.add(address.get());
            } else if (!text.isBlank()) {
                LOG.warn("clients: '{}' is no address: it is left out", text);
            }
        }
        return Set.copyOf(addresses);
    }

    /** No name is looked up. */
    private static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches()
                && !(text.contains(":") && IPV6.matcher(text).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
