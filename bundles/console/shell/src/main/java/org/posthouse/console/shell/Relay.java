package org.posthouse.console.shell;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Setting;

/** A fixed route as the configuration of {@code delivery.smtp} has it: an instance of a factory, named after its domain. */
record Relay(String domain, String host, int port, String user, String tls, boolean verify) {
    static final String FACTORY = "org.posthouse.delivery.smtp.route";
    /** The route of all domains that have none of their own. */
    static final String ALL = "*";

    static final List<String> TLS = List.of("none", "may", "must");
    private static final List<String> VERIFY = List.of("yes", "no");
    private static final int SMTP = 25;

    /** Reads {@code HOST[:PORT]}; an IPv6 address with a port has brackets. */
    static Relay read(String domain, String target, String user, String tls) throws UsageException {
        if (!TLS.contains(tls)) {
            throw new UsageException("'" + tls + "' is none of " + String.join(", ", TLS));
        }
        int bracket = target.lastIndexOf(']');
        int colon = target.lastIndexOf(':');
        boolean port = colon > bracket && (bracket > 0 || target.indexOf(':') == colon);
        String host = (port ? target.substring(0, colon) : target).replaceFirst("^\\[(.*)]$", "$1");
        String number = port ? target.substring(colon + 1) : Integer.toString(SMTP);
        if (!host.matches("[0-9A-Za-z:._-]{1,255}") || !number.matches("[0-9]{1,5}") || !isPort(number)) {
            throw new UsageException("'" + target + "' is no HOST or HOST:PORT");
        }
        return new Relay(domain(domain), host.toLowerCase(Locale.ROOT), Integer.parseInt(number), user, tls, true);
    }

    private static boolean isPort(String number) {
        int port = Integer.parseInt(number);
        return port > 0 && port <= 65_535;
    }

    /** A domain as routes are named: A-labels, lower case. */
    static String domain(String word) throws UsageException {
        if (word.equals(ALL)) {
            return ALL;
        }
        String name = name(word.strip());
        if (name.matches("[0-9a-z_-]+(\\.[0-9a-z_-]+)*") && name.length() <= 255) {
            return name;
        }
        throw new UsageException("'" + word + "' is no domain; * stands for all");
    }

    /** In A-labels where that can be. */
    static String name(String domain) {
        try {
            return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    static String pid(String domain) {
        return FACTORY + "~" + (domain.equals(ALL) ? "default" : domain);
    }

    static boolean isOne(String pid) {
        return pid.startsWith(FACTORY + "~");
    }

    /** As it is configured; a part that is missing is empty. */
    static Relay of(Described described) {
        String port = value(described, "port");
        return new Relay(
                value(described, "domain"),
                value(described, "host"),
                port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : SMTP,
                value(described, "user"),
                value(described, "tls"),
                !value(described, "verifyCertificate").equals("false"));
    }

    private static String value(Described described, String id) {
        Optional<Setting> setting = described.setting(id);
        return setting.map(Setting::values).orElse(List.of()).stream()
                .findFirst()
                .orElse("");
    }

    Map<String, List<String>> settings(String password) {
        return Map.of(
                "domain", List.of(domain),
                "host", List.of(host),
                "port", List.of(Integer.toString(port)),
                "user", List.of(user),
                "password", List.of(password),
                "tls", List.of(tls),
                "verifyCertificate", List.of(Boolean.toString(verify)));
    }

    /** The same to a host that must prove its name, where it is encrypted in any case: {@code yes} or {@code no}. */
    Relay verifying(String word) throws UsageException {
        if (!VERIFY.contains(word)) {
            throw new UsageException("'" + word + "' is none of " + String.join(", ", VERIFY));
        }
        return new Relay(domain, host, port, user, tls, word.equals("yes"));
    }

    /** Host and port as they were given. */
    String target() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
