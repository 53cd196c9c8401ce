package org.posthouse.system;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.posthouse.testkit.dns.DnsServer;

/** A server as an installation has it, at an address of loopback of its own, with a domain and two people in it. */
final class Site implements AutoCloseable {
    private static final String PASSWORD = "posthouse";

    private final Server server;
    private final String domain;
    private final InetAddress address;

    private Site(Server server, String domain, InetAddress address) {
        this.server = server;
        this.domain = domain;
        this.address = address;
    }

    /** Mail for other domains goes to the same port as its own; {@code kate} and {@code ron} live here. */
    static Site open(Path home, String domain, String address, int offset, DnsServer dns) throws Exception {
        settings(home, "core.dns", "servers=[\"" + dns.text() + "\"]\nmaximumTtlSeconds=I\"1\"\n");
        settings(home, "core.queue", "firstRetrySeconds=I\"1\"\nlongestRetrySeconds=I\"2\"\n");
        settings(
                home,
                "delivery.smtp",
                "port=I\"" + (25 + offset) + "\"\nhostName=\"mx." + domain + "\"\nbindAddress=\"" + address
                        + "\"\nsilenceSeconds=I\"1\"\n");
        listener(home, "submission", 587, address);
        listener(home, "imap", 143, address);
        listener(home, "lmtp", 24, address);
        Server server = Server.at(address, offset, home);
        Site site = new Site(server, domain, InetAddress.getByName(address));
        site.people("kate", "ron");
        dns.record(domain, "MX", "10 mx." + domain + ".").record("mx." + domain, "A", address);
        return site;
    }

    private static void settings(Path home, String part, String text) throws IOException {
        Path file = home.resolve("etc/org.posthouse." + part + ".config");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Where passwords come without TLS: the clients of these tests speak none. */
    private static void listener(Path home, String service, int port, String address) throws IOException {
        String text = "service=\"" + service + "\"\nprotocol=\"" + service + "\"\nport=I\"" + port + "\"\nbind=\""
                + address + "\"\ntls=\"starttls\"\nclearTextLogin=B\"true\"\n";
        settings(home, "core.net.listener~" + service, text);
    }

    private void people(String... names) throws Exception {
        Run made = posthouse("domain", "add", domain);
        StringBuilder rows = new StringBuilder("address,password,name,quota\n");
        for (String name : names) {
            rows.append(person(name))
                    .append(',')
                    .append(PASSWORD)
                    .append(',')
                    .append(name)
                    .append(",\n");
        }
        Path file = Files.writeString(server.home().resolve("people.csv"), rows);
        Run imported = posthouse("account", "import", file.toString());
        if (made.status() + imported.status() != 0) {
            throw new IOException(made.err() + imported.err());
        }
    }

    Server server() {
        return server;
    }

    String person(String name) {
        return name + "@" + domain;
    }

    String host() {
        return address.getHostAddress();
    }

    Run posthouse(String... words) throws Exception {
        return server.posthouse(words);
    }

    /** Logged in for submission. */
    Smtp submission(String name) throws IOException {
        Smtp smtp = new Smtp(address, server.port(587));
        smtp.expect("250", "EHLO client.example");
        String plain = "\0" + person(name) + "\0" + PASSWORD;
        smtp.expect(
                "235", "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.US_ASCII)));
        return smtp;
    }

    /** Submits a mail of this subject; what was said to it. */
    String send(String name, String to, String subject) throws IOException {
        try (Smtp smtp = submission(name)) {
            String message =
                    "From: " + person(name) + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\n\r\nHello\r\n";
            return smtp.mail(person(name), to, message);
        }
    }

    Imap imap(String name) throws IOException {
        Imap imap = new Imap(address, server.port(143));
        imap.ok("LOGIN " + person(name) + " " + PASSWORD);
        return imap;
    }

    /** How many mails of somebody's INBOX have this in their header or text. */
    long holding(String name, String text) throws IOException {
        try (Imap imap = imap(name)) {
            imap.ok("SELECT INBOX");
            return imap.ok("FETCH 1:* BODY.PEEK[]").untagged().stream()
                    .filter(answer -> answer.contains(text))
                    .count();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("FETCH 1:* BODY.PEEK[] was answered")) {
                // There is none at all yet.
                return 0;
            }
            throw e;
        }
    }

    /** The queue as {@code posthouse queue list} shows it. */
    String queue() throws Exception {
        return posthouse("queue", "list", "--json").out();
    }

    List<String> swaks(String to) {
        return List.of(
                "swaks",
                "--server",
                host() + ":" + server.port(587),
                "--tls",
                "--auth",
                "PLAIN",
                "--auth-user",
                person("kate"),
                "--auth-password",
                PASSWORD,
                "--from",
                person("kate"),
                "--to",
                to);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
