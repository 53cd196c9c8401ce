package org.posthouse.filter.access;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;
import org.posthouse.filter.access.AccessList.Purpose;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may relay, who is refused, and who is not to be refused, by lists. Only clients from outside are judged: not LMTP, lists, or the
 * server's own mail. That others relay nothing is core's rule and does not depend on this filter.
 */
@Component(
        name = "org.posthouse.filter.access",
        service = Filter.class,
        immediate = true,
        configurationPid = "org.posthouse.filter.access",
        property = {
            Filter.FINDS + "=access",
            Filter.STAGES + "=connect",
            Filter.STAGES + "=reversePath",
            Filter.STAGES + "=recipient",
            "service.ranking:Integer=1000"
        })
@Designate(ocd = AccessConfiguration.class)
public final class AccessFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);
    /** The finding: allowed, relay, or blocked by an entry. */
    private static final String ACCESS = "access";

    private final AccessList relay;
    private final AccessList block;
    private final AccessList allow;
    private final ClientNames clientNames;

    @Activate
    public AccessFilter(AccessConfiguration configuration) {
        this(
                List.of(configuration.relay()),
                List.of(configuration.block()),
                List.of(configuration.allow()),
                new ClientNames());
    }

    AccessFilter(List<String> relay, List<String> block, List<String> allow, ClientNames clientNames) {
        this.relay = list("relay", relay, Purpose.RELAY);
        this.block = list("block", block, Purpose.JUDGE);
        this.allow = list("allow", allow, Purpose.JUDGE);
        this.clientNames = clientNames;
    }

    @Deactivate
    void close() {
        clientNames.close();
    }

    /** Refuses clients at once. */
    @Override
    public Judgement connect(Mail mail) {
        if (!fromOutside(mail)) {
            return Judgement.none();
        }
        if (client(allow, mail).isPresent()) {
            return Judgement.builder().finding(ACCESS, "allowed").done();
        }
        return client(block, mail).map(AccessFilter::refusal).orElse(Judgement.none());
    }

    @Override
    public Judgement reversePath(Mail mail) {
        if (!fromOutside(mail) || client(allow, mail).isPresent()) {
            return Judgement.none();
        }
        return mail.envelope()
                .reversePath()
                .filter(sender -> allow.sender(sender).isEmpty())
                .flatMap(block::sender)
                .map(AccessFilter::refusal)
                .orElse(Judgement.none());
    }

    /** Lets clients relay. */
    @Override
    public Judgement recipient(Mail mail, Recipient recipient) {
        if (mail.via() != Via.MX) {
            return Judgement.none();
        }
        return client(relay, mail)
                .map(entry -> Judgement.builder()
                        .permitRelay("relay list: " + entry)
                        .finding(ACCESS, "relay")
                        .done())
                .orElse(Judgement.none());
    }

    private static boolean fromOutside(Mail mail) {
        return mail.via() == Via.MX || mail.via() == Via.SUBMISSION;
    }

    /** The entry of the list that fits the client, by address or else by name. */
    private Optional<String> client(AccessList list, Mail mail) {
        Client client = mail.client();
        Optional<String> entry = list.client(client.address().getAddress());
        if (entry.isPresent() || !list.hasNames()) {
            return entry;
        }
        return clientNames.of(client, mail.timeLeft()).flatMap(list::name);
    }

    /** The entry is for the trace; the peer need not know what is in our lists. */
    private static Judgement refusal(String entry) {
        return Judgement.builder()
                .finding(ACCESS, "blocked by " + entry)
                .reject("Your mail is not taken here")
                .done();
    }

    private static AccessList list(String name, List<String> entries, Purpose purpose) {
        return AccessList.of(
                entries, purpose, fault -> LOG.warn("In the list {} of org.posthouse.filter.access {}", name, fault));
    }
}
