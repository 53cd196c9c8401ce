package org.posthouse.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's Postfix in a folder of its own, at an address of loopback, with mail for {@code tom} of one domain. Needs root. */
final class Postfix implements AutoCloseable {
    private static final String MASTER = """
            pickup    unix  n - n 60  1 pickup
            cleanup   unix  n - n -   0 cleanup
            qmgr      unix  n - n 300 1 qmgr
            rewrite   unix  - - n -   - trivial-rewrite
            bounce    unix  - - n -   0 bounce
            defer     unix  - - n -   0 bounce
            trace     unix  - - n -   0 bounce
            verify    unix  - - n -   1 verify
            proxymap  unix  - - n -   - proxymap
            smtp      unix  - - n -   - smtp
            relay     unix  - - n -   - smtp
            showq     unix  n - n -   - showq
            error     unix  - - n -   - error
            retry     unix  - - n -   - error
            virtual   unix  - n n -   - virtual
            anvil     unix  - - n -   1 anvil
            scache    unix  - - n -   1 scache
            tlsmgr    unix  - - n 1000? 1 tlsmgr
            postlog   unix-dgram n - n - 1 postlogd
            """;

    private final Path folder;
    private final String domain;
    private final String address;
    private final int port;

    private Postfix(Path folder, String domain, String address, int port) {
        this.folder = folder;
        this.domain = domain;
        this.address = address;
        this.port = port;
    }

    /**
     * Makes it and starts it.
     *
     * @param port where it listens, and the others as well
     * @param neighbours domain and address of hosts it sends to
     */
    static Postfix open(String domain, String address, int port, List<List<String>> neighbours) throws Exception {
        Path folder = Files.createTempDirectory("posthouse-postfix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Postfix postfix = new Postfix(folder, domain, address, port);
        postfix.configure(neighbours);
        postfix.start();
        return postfix;
    }

    private void configure(List<List<String>> neighbours) throws Exception {
        for (String name : List.of("etc", "queue", "data", "mail")) {
            Files.createDirectory(folder.resolve(name));
        }
        run("chown", "postfix", folder.resolve("data").toString());
        run("chown", "nobody", folder.resolve("mail").toString());
        certificate();
        List<String> transports = new ArrayList<>();
        neighbours.forEach(each -> transports.add(each.get(0) + " smtp:[" + each.get(1) + "]:" + port));
        Files.write(folder.resolve("etc/transport"), transports);
        Files.writeString(folder.resolve("etc/people"), "tom@" + domain + " tom/\n");
        Files.writeString(folder.resolve("etc/master.cf"), address + ":" + port + " inet n - n - - smtpd\n" + MASTER);
        Files.writeString(folder.resolve("etc/main.cf"), settings());
    }

    private String settings() throws Exception {
        String etc = folder.resolve("etc").toString();
        return String.join(
                "\n",
                "compatibility_level = 3.6",
                "config_directory = " + etc,
                "queue_directory = " + folder.resolve("queue"),
                "data_directory = " + folder.resolve("data"),
                "daemon_directory = "
                        + run("postconf", "-dh", "daemon_directory").strip(),
                "command_directory = "
                        + run("postconf", "-dh", "command_directory").strip(),
                "maillog_file = " + folder.resolve("log"),
                "maillog_file_prefixes = " + folder,
                "inet_interfaces = loopback-only",
                "inet_protocols = ipv4",
                "smtp_bind_address = " + address,
                "myhostname = mx." + domain,
                "mydestination =",
                "mynetworks = 127.0.0.0/8",
                "alias_maps =",
                "transport_maps = texthash:" + etc + "/transport",
                "virtual_mailbox_domains = " + domain,
                "virtual_mailbox_maps = texthash:" + etc + "/people",
                "virtual_mailbox_base = " + folder.resolve("mail"),
                "virtual_uid_maps = static:" + run("id", "-u", "nobody").strip(),
                "virtual_gid_maps = static:" + run("id", "-g", "nobody").strip(),
                "smtpd_tls_security_level = may",
                "smtpd_tls_chain_files = " + etc + "/tls.pem",
                "smtp_tls_security_level = may",
                "minimal_backoff_time = 1s",
                "queue_run_delay = 1s",
                "");
    }

    private void certificate() throws Exception {
        Path key = folder.resolve("etc/key.pem");
        Path certificate = folder.resolve("etc/certificate.pem");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=mx." + domain,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        Files.writeString(folder.resolve("etc/tls.pem"), Files.readString(key) + Files.readString(certificate));
    }

    private static String run(String... command) throws Exception {
        Run run = Run.of(List.of(command), "");
        if (run.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + run.err());
        }
        return run.out();
    }

    void start() throws Exception {
        Run started = Run.of(List.of("postfix", "-c", folder.resolve("etc").toString(), "start"), "");
        if (started.status() != 0) {
            throw new IOException("Postfix does not start: " + log() + started.err());
        }
        Awaitility.await().atMost(Duration.ofMinutes(3)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getByName(address), port).close();
            return true;
        });
    }

    void stop() throws Exception {
        run("postfix", "-c", folder.resolve("etc").toString(), "stop");
    }

    /** Where it listens, for swaks. */
    String server() {
        return address + ":" + port;
    }

    /** What has come for tom. */
    List<String> mails() throws IOException {
        Path inbox = folder.resolve("mail/tom/new");
        if (!Files.isDirectory(inbox)) {
            return List.of();
        }
        List<String> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(inbox)) {
            for (Path file : files.toList()) {
                mails.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return mails;
    }

    private String log() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (Exception e) {
            throw new IOException("Postfix does not stop", e);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
