package org.posthouse.console.connections;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Setting;

/** How many connections there may be, as it is set. */
final class Limits {
    private static final String NET = "org.posthouse.core.net";
    private static final String LISTENERS = NET + ".listener~";

    private final Configurations configurations;

    Limits(Configurations configurations) {
        this.configurations = configurations;
    }

    /** Of one listener; empty where it is not known. */
    record Door(OptionalInt connections, OptionalInt perAddress, OptionalInt perUser) {
        static final Door UNKNOWN = new Door(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** Of all listeners together. */
    OptionalInt whole() {
        return configurations
                .show(NET)
                .map(its -> number(its, "maxConnections"))
                .orElse(OptionalInt.empty());
    }

    /** By the names of listeners. */
    Map<String, Door> doors() {
        Map<String, Door> doors = new HashMap<>();
        configurations.pids().stream()
                .filter(pid -> pid.startsWith(LISTENERS))
                .flatMap(pid -> configurations.show(pid).stream())
                .forEach(its -> doors.put(
                        value(its, "service"),
                        new Door(
                                number(its, "maxConnections"),
                                number(its, "maxConnectionsPerAddress"),
                                number(its, "maxConnectionsPerUser"))));
        return doors;
    }

    private static OptionalInt number(Described described, String setting) {
        String value = value(described, setting);
        return value.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    private static String value(Described described, String setting) {
        return described.setting(setting).map(Setting::values).orElse(List.of()).stream()
                .findFirst()
                .orElse("");
    }
}
