package org.posthouse.console.shell;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;
import org.posthouse.console.shell.DnsRecord.Presence;

/** What DNS says of this server and its domains, and what it should: RFC 5321 §5.1, RFC 7208, RFC 6186. Asks no more once DNS is silent. */
final class DnsChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String AREA = "dns";
    /** Of a server with more, these are looked at. */
    private static final int MOST_DOMAINS = 20;

    private final Resolver resolver;
    private final List<Finding> findings = new ArrayList<>();
    private final List<DnsRecord> records = new ArrayList<>();
    private boolean silent;

    DnsChecks(Resolver resolver) {
        this.resolver = resolver;
    }

    List<Finding> findings() {
        return findings;
    }

    List<DnsRecord> records() {
        return records;
    }

    /** The host's addresses, and the way back from them. */
    void host(String host) {
        if (!HostName.isFull(host)) {
            findings.add(Finding.problem(
                    "host name",
                    "this server calls itself " + host + ", which DNS cannot know",
                    "give it a full name, as mail.school.edu: posthouse setup --host NAME"));
            return;
        }
        findings.add(Finding.ok("host name", "this server calls itself " + host));
        Answer<InetAddress> addresses = ask(() -> resolver.addresses(host, PATIENCE));
        if (addresses.failed()) {
            addressRecords(host, Presence.UNKNOWN);
            return;
        }
        if (!addresses.found()) {
            findings.add(Finding.problem(AREA, host + " has no address in DNS", "publish its A (and AAAA) record"));
            addressRecords(host, Presence.MISSING);
            return;
        }
        for (InetAddress each : addresses.values()) {
            String type = each.getAddress().length == 4 ? "A" : "AAAA";
            records.add(new DnsRecord(host + ".", type, each.getHostAddress(), true, Presence.THERE));
            way(host, each);
        }
    }

    private void addressRecords(String host, Presence presence) {
        for (String address : publicAddresses()) {
            String type = address.indexOf(':') < 0 ? "A" : "AAAA";
            records.add(new DnsRecord(host + ".", type, address, true, presence));
        }
    }

    private void way(String host, InetAddress address) {
        String ip = address.getHostAddress();
        Answer<String> names = ask(() -> resolver.ptr(address, PATIENCE));
        boolean there = names.values().contains(host);
        records.add(new DnsRecord(
                ip,
                "PTR",
                host + ".",
                true,
                there ? Presence.THERE : names.failed() ? Presence.UNKNOWN : Presence.MISSING));
        if (there) {
            findings.add(Finding.ok(AREA, host + " is " + ip + ", and " + ip + " is " + host));
        } else if (!names.failed()) {
            findings.add(Finding.problem(
                    AREA,
                    ip + (names.found() ? " is called " + String.join(", ", names.values()) : " has no name")
                            + " in DNS, and not " + host + ": many servers refuse mail from it",
                    "have whoever gave you the address set its PTR record"));
        }
    }

    /** Whether mail for our domains comes to us. */
    void domains(Set<String> domains, String host) {
        domains.stream().limit(MOST_DOMAINS).forEach(domain -> domain(domain, host));
        if (domains.size() > MOST_DOMAINS) {
            findings.add(Finding.advice(
                    AREA,
                    (domains.size() - MOST_DOMAINS) + " more domains were not looked at",
                    "look at them by hand"));
        }
    }

    private void domain(String domain, String host) {
        String target = HostName.isFull(host) ? host + "." : "(this server's full name)";
        Answer<Resolver.Mx> exchangers = ask(() -> resolver.mx(domain, PATIENCE));
        boolean ours = exchangers.values().stream().anyMatch(mx -> mx.host().equals(host));
        records.add(new DnsRecord(domain + ".", "MX", "10 " + target, true, presence(exchangers, ours)));
        if (ours) {
            findings.add(Finding.ok(AREA, "mail for " + domain + " comes to " + host));
        } else if (exchangers.found()) {
            String others = String.join(
                    ", ",
                    exchangers.values().stream()
                            .map(mx -> mx.none() ? "nobody" : mx.host())
                            .toList());
            findings.add(Finding.advice(
                    AREA,
                    "mail for " + domain + " goes to " + others + ", not to " + host,
                    "change its MX record if it is to come here"));
        } else if (!exchangers.failed()) {
            findings.add(Finding.problem(
                    AREA,
                    domain + " has no MX record, so that mail for it does not come here",
                    "publish the MX record below"));
        }
        Answer<String> texts = ask(() -> resolver.txt(domain, PATIENCE));
        boolean spf = texts.values().stream()
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).startsWith("v=spf1"));
        records.add(new DnsRecord(domain + ".", "TXT", "\"v=spf1 mx -all\"", false, presence(texts, spf)));
        if (!spf && !texts.failed()) {
            findings.add(Finding.advice(
                    AREA, domain + " does not say who may send its mail (SPF)", "publish the TXT record below"));
        }
        for (String service : List.of("_imaps._tcp 993", "_submissions._tcp 465")) {
            String[] parts = service.split(" ");
            records.add(new DnsRecord(
                    parts[0] + "." + domain + ".", "SRV", "0 1 " + parts[1] + " " + target, false, Presence.UNKNOWN));
        }
    }

    private static Presence presence(Answer<?> answer, boolean there) {
        return there ? Presence.THERE : answer.failed() ? Presence.UNKNOWN : Presence.MISSING;
    }

    private <T> Answer<T> ask(Supplier<Answer<T>> question) {
        if (silent) {
            return Answer.none(Answer.Outcome.FAILED, false, Duration.ZERO);
        }
        Answer<T> answer = question.get();
        if (answer.failed()) {
            silent = true;
            findings.add(Finding.problem(
                    AREA,
                    "DNS does not answer, so that mail to other servers waits and nothing is known of our records",
                    "see /etc/resolv.conf, or set name servers: posthouse config show org.posthouse.core.dns"));
        }
        return answer;
    }

    /** As the world may see them; a machine behind a router has none. */
    private static List<String> publicAddresses() {
        List<String> found = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    boolean inner = address.isLoopbackAddress()
                            || address.isLinkLocalAddress()
                            || address.isSiteLocalAddress()
                            || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc);
                    if (!inner) {
                        found.add(address.getHostAddress().replaceFirst("%.*", ""));
                    }
                }
            }
        } catch (SocketException e) {
            // Then nothing is known of them.
            found.clear();
        }
        return found.isEmpty() ? List.of("(this machine's public address)") : found;
    }
}
