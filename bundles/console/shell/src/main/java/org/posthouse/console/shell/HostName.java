package org.posthouse.console.shell;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;

/** The name this server goes by: set in five places, always the same one, or the machine's own. */
final class HostName {
    static final String SETTING = "hostName";
    /** Who greets, who is greeted, who marks mail, who reports, and who is certified. */
    static final List<String> PIDS = List.of(
            "org.posthouse.protocol.smtp",
            "org.posthouse.delivery.smtp",
            "org.posthouse.core.pipeline",
            "org.posthouse.core.queue",
            "org.posthouse.core.crypto");

    private HostName() {}

    /** As it was set where it was set first. */
    static Optional<String> configured(Call call) throws MailException {
        for (String pid : PIDS) {
            Optional<String> name = configured(call, pid);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    static Optional<String> configured(Call call, String pid) throws MailException {
        return call
                .ask(Configurations.class, configurations -> configurations.show(pid))
                .flatMap(described -> described.setting(SETTING))
                .map(Configurations.Setting::values)
                .stream()
                .flatMap(List::stream)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    static String of(Call call) throws MailException {
        return configured(call).orElseGet(() -> machine(call));
    }

    /** What the machine is called: the name of a server that has been given none. */
    static String machine(Call call) {
        return call.property("posthouse.host").orElse("localhost");
    }

    /** With a dot in it, so that DNS can know it. */
    static boolean isFull(String name) {
        return name.length() <= 253
                && name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
                && !name.matches("[0-9.]*");
    }
}
