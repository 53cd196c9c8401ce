package org.posthouse.core.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.dns.Answer.Outcome;
import org.posthouse.core.dns.Exchange.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Finds the records of a name: asks one server after the other, follows aliases, and tells nothing from not known. */
final class Lookup {
    private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);
    /** Longest chain of CNAMEs. */
    private static final int MOST_ALIASES = 12;
    /** RFC 2308 §5. */
    private static final long LONGEST_NEGATIVE_TTL = 3 * 3600;

    private final DnsSettings settings;
    private final Servers servers;

    Lookup(DnsSettings settings, Servers servers) {
        this.settings = settings;
        this.servers = servers;
    }

    /** A message and whether its AD bit counts. */
    private record Said(Message message, boolean secure) {}

    Found find(Name name, int type, Deadline deadline) {
        Name wanted = name;
        long ttl = Long.MAX_VALUE;
        boolean secure = true;
        for (int aliases = 0; aliases <= MOST_ALIASES; ) {
            Optional<Said> said = ask(Record.newRecord(wanted, type, DClass.IN), deadline);
            if (said.isEmpty()) {
                return Found.FAILED;
            }
            Message message = said.get().message();
            secure &= said.get().secure();
            int before = aliases;
            Optional<CNAMERecord> alias = alias(message, wanted);
            while (alias.isPresent() && records(message, wanted, type).isEmpty() && aliases++ < MOST_ALIASES) {
                ttl = Math.min(ttl, alias.get().getTTL());
                wanted = alias.get().getTarget();
                alias = alias(message, wanted);
            }
            List<Record> records = records(message, wanted, type);
            if (!records.isEmpty()) {
                return new Found(Outcome.FOUND, records, secure, shortest(records, ttl));
            }
            if (ends(message, aliases > before)) {
                return nothing(message, secure, ttl);
            }
        }
        LOG.debug("{} has more than {} aliases", name, MOST_ALIASES);
        return Found.FAILED;
    }

    /** Whether the server has said that there is nothing, and not merely left off at an alias. */
    private static boolean ends(Message message, boolean aliased) {
        return !aliased || message.getRcode() == Rcode.NXDOMAIN || soa(message).isPresent();
    }

    /** RFC 2308 §2: no such name, or nothing of this type; one that is neither recursive nor in charge knows nothing. */
    private static Found nothing(Message message, boolean secure, long ttl) {
        long kept = soa(message)
                .map(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                .map(negative -> Math.min(ttl, Math.min(negative, LONGEST_NEGATIVE_TTL)))
                .orElse(0L);
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return new Found(Outcome.NO_NAME, List.of(), secure, kept);
        }
        boolean knows =
                message.getHeader().getFlag(Flags.RA) || message.getHeader().getFlag(Flags.AA);
        return knows || soa(message).isPresent() ? new Found(Outcome.NO_DATA, List.of(), secure, kept) : Found.FAILED;
    }

    private Optional<Said> ask(Record question, Deadline deadline) {
        for (int round = 0; round <= settings.retries(); round++) {
            for (InetSocketAddress server : servers.now()) {
                if (deadline.over()) {
                    return Optional.empty();
                }
                try {
                    Exchange exchange = new Exchange(server, settings.tcpFallback(), deadline.orIn(settings.timeout()));
                    Message message = exchange.ask(question);
                    if (message.getRcode() == Rcode.NOERROR || message.getRcode() == Rcode.NXDOMAIN) {
                        boolean vouched = message.getHeader().getFlag(Flags.AD);
                        return Optional.of(
                                new Said(message, vouched && settings.trust().in(server)));
                    }
                    LOG.debug("{} says {} to {}", server, Rcode.string(message.getRcode()), question.getName());
                } catch (IOException e) {
                    LOG.debug("{} has no answer to {}: {}", server, question.getName(), e.toString());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CNAMERecord> alias(Message message, Name name) {
        return records(message, name, Type.CNAME).stream()
                .map(CNAMERecord.class::cast)
                .findFirst();
    }

    private static List<Record> records(Message message, Name name, int type) {
        return message.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type
                        && record.getDClass() == DClass.IN
                        && record.getName().equals(name))
                .toList();
    }

    private static Optional<SOARecord> soa(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
    }

    private static long shortest(List<Record> records, long ttl) {
        return Math.min(ttl, records.stream().mapToLong(Record::getTTL).min().orElse(0));
    }
}
