package org.posthouse.core.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Answer.Outcome;
import org.posthouse.api.dns.Resolver;
import org.posthouse.core.dns.Exchange.Deadline;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Answers from memory or from the servers, in the caller's thread. */
@Component(name = DnsResolver.NAME, service = Resolver.class, immediate = true, configurationPid = DnsResolver.NAME)
@Designate(ocd = DnsConfiguration.class)
public final class DnsResolver implements Resolver {
    static final String NAME = "org.posthouse.core.dns";
    private static final String LOCALHOST = "localhost";

    private final LongSupplier nanos;
    private volatile Source source;

    /** Whom to ask, and what they have said; made anew with the settings. */
    private record Source(Lookup lookup, Cache cache) {}

    @Activate
    public DnsResolver(DnsConfiguration configuration) {
        this(DnsSettings.of(configuration), System::nanoTime);
    }

    DnsResolver(DnsSettings settings, LongSupplier nanos) {
        this.nanos = nanos;
        change(settings);
    }

    /** Other settings: the service stays. */
    @Modified
    void change(DnsConfiguration configuration) {
        change(DnsSettings.of(configuration));
    }

    private void change(DnsSettings settings) {
        Servers servers = new Servers(settings.servers(), Servers::ofTheSystem, nanos);
        source = new Source(new Lookup(settings, servers), new Cache(settings, nanos));
    }

    @Override
    public Answer<Mx> mx(String domain, Duration patience) {
        return answer(find(Names.parse(domain), Type.MX, patience), record -> mx((MXRecord) record));
    }

    private static Optional<Mx> mx(MXRecord record) {
        Optional<String> host = record.getTarget().equals(Name.root) ? Optional.of("") : Names.host(record.getTarget());
        return host.map(name -> new Mx(record.getPriority(), name));
    }

    @Override
    public Answer<InetAddress> addresses(String host, Duration patience) {
        Optional<InetAddress> literal = Names.literal(host);
        if (literal.isPresent()) {
            return Answer.of(List.of(literal.get()), true, Duration.ofDays(1));
        }
        if (host.toLowerCase(Locale.ROOT).equals(LOCALHOST)) {
            // RFC 6761 §6.3.
            return Answer.of(List.of(InetAddress.getLoopbackAddress()), true, Duration.ofDays(1));
        }
        Deadline deadline = Deadline.in(patience);
        Optional<Name> name = Names.parse(host);
        Answer<InetAddress> four = answer(find(name, Type.A, deadline), DnsResolver::address);
        // What is not there at all need not be asked for twice, RFC 8020.
        return four.outcome() == Outcome.NO_NAME
                ? four
                : both(four, answer(find(name, Type.AAAA, deadline), DnsResolver::address));
    }

    private static Optional<InetAddress> address(Record record) {
        return Optional.of(record instanceof ARecord four ? four.getAddress() : ((AAAARecord) record).getAddress());
    }

    private static Answer<InetAddress> both(Answer<InetAddress> four, Answer<InetAddress> six) {
        List<InetAddress> all = new ArrayList<>(four.values());
        all.addAll(six.values());
        boolean secure = four.secure() && six.secure();
        Duration ttl = four.ttl().compareTo(six.ttl()) < 0 ? four.ttl() : six.ttl();
        if (!all.isEmpty()) {
            return Answer.of(all, secure, ttl);
        }
        boolean failed = four.failed() || six.failed();
        return failed ? failure() : Answer.none(Outcome.NO_DATA, secure, ttl);
    }

    @Override
    public Answer<String> txt(String name, Duration patience) {
        return answer(find(Names.parse(name), Type.TXT, patience), record -> Optional.of(text((TXTRecord) record)));
    }

    private static String text(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (byte[] octets : record.getStringsAsByteArrays()) {
            text.append(new String(octets, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Override
    public Answer<String> ptr(InetAddress address, Duration patience) {
        Optional<Name> name = Optional.of(ReverseMap.fromAddress(address));
        return answer(find(name, Type.PTR, patience), record -> Names.host(((PTRRecord) record).getTarget()));
    }

    @Override
    public Answer<Tlsa> tlsa(String host, int port, Duration patience) {
        Optional<Name> name = Names.parse("_" + port + "._tcp." + host);
        return answer(find(name, Type.TLSA, patience), record -> Optional.of(tlsa((TLSARecord) record)));
    }

    private static Tlsa tlsa(TLSARecord record) {
        return new Tlsa(
                record.getCertificateUsage(),
                record.getSelector(),
                record.getMatchingType(),
                record.getCertificateAssociationData());
    }

    private Found find(Optional<Name> name, int type, Duration patience) {
        return find(name, type, Deadline.in(patience));
    }

    private Found find(Optional<Name> name, int type, Deadline deadline) {
        if (name.isEmpty()) {
            return new Found(Outcome.NO_NAME, List.of(), false, 0);
        }
        Source now = source;
        Cache.Question question = new Cache.Question(name.get(), type);
        return now.cache().get(question).orElseGet(() -> now.cache()
                .put(question, now.lookup().find(name.get(), type, deadline)));
    }

    /** Values that make no sense are left out; where none makes any, nothing is known. */
    private static <T> Answer<T> answer(Found found, Function<Record, Optional<T>> value) {
        Duration ttl = Duration.ofSeconds(found.ttl());
        if (found.outcome() != Outcome.FOUND) {
            return Answer.none(found.outcome(), found.secure(), ttl);
        }
        List<T> values =
                found.records().stream().map(value).flatMap(Optional::stream).toList();
        return values.isEmpty() ? failure() : Answer.of(values, found.secure(), ttl);
    }

    private static <T> Answer<T> failure() {
        return Answer.none(Outcome.FAILED, false, Duration.ZERO);
    }
}
