package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aQute.lib.json.JSONCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clients that say the same over lines of every kind, each for a user of its own, while their protocol is replaced by its next version. */
final class Callers implements AutoCloseable {
    private static int versions;

    private final Server server;
    private final Map<Way, Caller> callers = new EnumMap<>(Way.class);

    Callers(Server server) {
        this.server = server;
    }

    /** How a client comes. */
    enum Way {
        PLAIN("kate@school.edu"),
        STARTTLS("ron@example.com"),
        TLS("postmaster@school.edu"),
        /** Compressed once it has logged in, where the protocol can. */
        DEFLATE("postmaster@example.com"),
        TLS_DEFLATE("deflate@school.edu");

        private final String user;

        Way(String user) {
            this.user = user;
        }

        String user() {
            return user;
        }

        /** From the first octet. */
        private boolean secure() {
            return this == TLS || this == TLS_DEFLATE;
        }

        boolean compressed() {
            return this == DEFLATE || this == TLS_DEFLATE;
        }

        /** Those of any protocol. */
        private static List<Way> uncompressed() {
            return List.of(PLAIN, STARTTLS, TLS);
        }

        /** Connected and greeted, with TLS where it is to be. */
        Caller imap(Server server) throws IOException {
            Caller caller = greeted(server, 143, 993);
            if (this == STARTTLS) {
                caller.expect("t OK", "t STARTTLS");
                caller.secure();
            }
            return caller;
        }

        Caller smtp(Server server) throws IOException {
            Caller caller = greeted(server, 587, 465);
            if (this == STARTTLS) {
                caller.expect("250 ", "EHLO client.example");
                caller.expect("220 ", "STARTTLS");
                caller.secure();
            }
            caller.expect("250 ", "EHLO client.example");
            return caller;
        }

        Caller pop3(Server server) throws IOException {
            Caller caller = greeted(server, 110, 995);
            if (this == STARTTLS) {
                caller.expect("+OK", "STLS");
                caller.secure();
            }
            return caller;
        }

        private Caller greeted(Server server, int port, int implicit) throws IOException {
            Caller caller = new Caller(server.port(secure() ? implicit : port));
            if (secure()) {
                caller.secure();
            }
            caller.line();
            return caller;
        }
    }

    /** What one of them does. */
    @FunctionalInterface
    interface Act {
        void by(Caller caller, String user) throws Exception;
    }

    /** One for each way, logged in by IMAP. */
    static Callers imap(Server server) throws Exception {
        Callers all = new Callers(server);
        for (Way way : Way.values()) {
            all.callers.put(way, way.imap(server));
        }
        all.each((caller, user) -> caller.expect("l OK", "l LOGIN " + user + " posthouse"));
        for (Map.Entry<Way, Caller> each : all.callers.entrySet()) {
            if (each.getKey().compressed()) {
                each.getValue().expect("z OK", "z COMPRESS DEFLATE");
                each.getValue().compress();
            }
        }
        return all;
    }

    /** One for each way, greeted by SMTP. */
    static Callers smtp(Server server) throws Exception {
        Callers all = new Callers(server);
        for (Way way : Way.uncompressed()) {
            all.callers.put(way, way.smtp(server));
        }
        return all;
    }

    /** One for each way, greeted by POP3. */
    static Callers pop3(Server server) throws Exception {
        Callers all = new Callers(server);
        for (Way way : Way.uncompressed()) {
            all.callers.put(way, way.pop3(server));
        }
        return all;
    }

    Callers each(Act act) throws Exception {
        for (Map.Entry<Way, Caller> each : callers.entrySet()) {
            act.by(each.getValue(), each.getKey().user());
        }
        return this;
    }

    /** The next version has all of them. */
    Callers swap(String protocol) throws Exception {
        swap(server, protocol, callers.values().toArray(Caller[]::new));
        return this;
    }

    /** The protocol is replaced by its next version, and that one has these clients. */
    static void swap(Server server, String protocol, Caller... callers) throws Exception {
        swap(server, protocol, Stream.of(callers).map(Caller::address).toList());
    }

    /** The same, of clients at these addresses. */
    static void swap(Server server, String protocol, List<String> addresses) throws Exception {
        String version = "99.0." + ++versions;
        String name = "org.posthouse.protocol." + protocol;
        Path jar = server.home().resolve(protocol + "-" + version + ".jar");
        Distribution.altered(name, Map.of("Bundle-Version", version), jar);
        Run update = server.posthouse("plugin", "update", name, jar.toString());
        assertThat(update.status()).as(update.err()).isZero();
        Set<String> all = Set.copyOf(addresses);
        await().until(() -> served(server, version).containsAll(all));
    }

    /** The addresses of those whom this version serves. */
    private static Set<String> served(Server server, String version) throws Exception {
        Run run = server.posthouse("connections", "--json");
        List<?> connections = (List<?>) new JSONCodec().dec().from(run.out()).get();
        return connections.stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> version.equals(each.get("version")))
                .map(each -> String.valueOf(each.get("client")))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws IOException {
        for (Caller caller : callers.values()) {
            caller.close();
        }
    }
}
