package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.PlugInRefusedException;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.api.plugin.Reason;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse plugin …}: the parts of the house, and changing them while mail flows. */
final class PlugInCommands {
    private PlugInCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("plugin list", "", "list all plug-ins", PlugInCommands::list)
                        .with(Trait.LOOKS),
                Command.of("plugin show", "NAME", "show a plug-in", PlugInCommands::show)
                        .with(Trait.LOOKS),
                Command.of("plugin why", "NAME", "say why a plug-in does not run", PlugInCommands::why)
                        .with(Trait.LOOKS),
                Command.of("plugin install", "JAR", "put a plug-in to work", PlugInCommands::install),
                Command.of("plugin update", "NAME JAR", "replace a plug-in while mail flows", PlugInCommands::update),
                Command.of("plugin undo", "NAME", "bring the former version back", PlugInCommands::undo),
                Command.of(
                        "plugin start", "NAME", "switch a plug-in on", call -> change(call, PlugIns::start, " is on")),
                Command.of("plugin stop", "NAME", "switch a plug-in off", List.of(Option.YES), PlugInCommands::stop),
                Command.of(
                        "plugin remove",
                        "NAME",
                        "remove what came through plugins/, for good",
                        List.of(Option.YES),
                        PlugInCommands::remove));
    }

    /** A change of one plug-in. */
    @FunctionalInterface
    private interface Change {
        PlugIn of(PlugIns plugIns, String name) throws MailException;
    }

    private static int list(Call call) throws MailException, IOException {
        Optional<String> whySafe = call.property("posthouse.safe.reason").filter(why -> !why.isEmpty());
        if (whySafe.isPresent() && !call.options().has("--json")) {
            call.terminal().print(whySafe.get() + "\n");
        }
        Table table =
                new Table("NAME", "VERSION", "ROLE", "STATE", "USED", "SINCE", "REASON").spare("SINCE", "USED", "ROLE");
        List<Object> json = new ArrayList<>();
        Instant now = Instant.now();
        for (PlugIn each : call.ask(PlugIns.class, PlugInCommands::noted)) {
            table.row(
                    each.name(),
                    each.version(),
                    each.role(),
                    each.state(),
                    each.used() ? "yes" : "no",
                    each.since().equals(Instant.EPOCH) ? "" : Words.ago(Duration.between(each.since(), now)),
                    each.reason());
            json.add(json(each));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    /** With what else is to be known of those that have a jar in plugins/: that it outranks the distribution's, or the other way round. */
    private static List<PlugIn> noted(PlugIns plugIns) {
        return plugIns.list().stream().map(each -> noted(plugIns, each)).toList();
    }

    private static PlugIn noted(PlugIns plugIns, PlugIn each) {
        try {
            if (!each.reason().isEmpty() || plugIns.files(each.name()).isEmpty()) {
                return each;
            }
            return new PlugIn(
                    each.name(),
                    each.version(),
                    each.role(),
                    each.state(),
                    each.since(),
                    each.used(),
                    String.join("; ", plugIns.why(each.name())),
                    each.file());
        } catch (MailException e) {
            // It has gone since it was listed.
            return each;
        }
    }

    private static Map<String, Object> json(PlugIn each) {
        return fields(
                "name", each.name(),
                "version", each.version(),
                "role", each.role(),
                "state", each.state(),
                "since", Words.iso(each.since()),
                "used", each.used(),
                "reason", each.reason(),
                "file", each.file());
    }

    private static int show(Call call) throws MailException, IOException {
        PlugIn found = one(call, call.word(0));
        Table table = new Table("", "")
                .row("Name", found.name())
                .row("Version", found.version())
                .row("Role", found.role())
                .row("State", found.state())
                .row("Since", Words.moment(found.since()))
                .row("Used", found.used() ? "yes" : "no")
                .row("File", found.file().map(Object::toString).orElse("of the distribution"))
                .row("Reason", found.reason());
        List<Breaker> breakers = BreakerRows.of(call, found.name());
        breakers.forEach(breaker -> BreakerRows.add(table, breaker));
        Map<String, Object> json = new LinkedHashMap<>(json(found));
        json.put("breakers", breakers.stream().map(BreakerRows::json).toList());
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int why(Call call) throws MailException, IOException {
        String asked = call.word(0);
        // One that a safe start has left alone is not in the list, and there is a reason.
        List<Reason> reasons = call.ask(PlugIns.class, plugIns -> plugIns.reasons(asked));
        String name = call.ask(PlugIns.class, plugIns -> plugIns.find(asked)).stream()
                .map(PlugIn::name)
                .findFirst()
                .orElse(asked);
        Table table = new Table("").whenEmpty(name + " runs, and nothing is missing.");
        reasons.forEach(reason -> table.row(reason.line()));
        call.answer(
                fields(
                        "name",
                        name,
                        "reasons",
                        reasons.stream().map(Reason::line).toList(),
                        "details",
                        details(reasons)),
                table);
        return Commands.DONE;
    }

    private static List<Object> details(List<Reason> reasons) {
        List<Object> details = new ArrayList<>();
        for (Reason reason : reasons) {
            details.add(fields(
                    "kind", reason.kind().name().toLowerCase(Locale.ROOT),
                    "asks", reason.asks(),
                    "needs", reason.needs(),
                    "wanted", reason.wanted(),
                    "near", reason.near(),
                    "sentence", reason.sentence(),
                    "remedy", reason.remedy()));
        }
        return details;
    }

    private static int install(Call call) throws MailException, IOException {
        return put(
                call,
                plugIns -> plugIns.install(jar(call, 0)),
                now -> now.name() + " " + now.version() + " is in charge",
                0);
    }

    /** Says what has become of it: that it is there, what it still waits for, or each reason for which it was refused. */
    private static int put(
            Call call, Services.Question<PlugIns, PlugIn> change, Function<PlugIn, String> done, int word)
            throws MailException, IOException {
        try {
            PlugIn now = call.ask(PlugIns.class, change);
            List<Reason> reasons = now.state().equals("active")
                    ? List.of()
                    : call.ask(PlugIns.class, plugIns -> plugIns.reasons(now.name()));
            if (reasons.isEmpty()) {
                call.done(done.apply(now));
                return Commands.DONE;
            }
            Table table = new Table("").row(now.name() + " " + now.version() + " is installed and does not run yet:");
            reasons.forEach(reason -> table.row("  " + reason.line()));
            call.answer(fields("done", done.apply(now), "details", details(reasons)), table);
            return Commands.PROBLEMS;
        } catch (PlugInRefusedException e) {
            if (e.reasons().size() < 2 && !call.options().has("--json")) {
                throw e;
            }
            List<Reason> reasons = e.reasons();
            Path jar = call.file(word);
            if (call.options().has("--json")) {
                Json.print(
                        fields("refused", jar.toString(), "details", details(reasons)),
                        call.terminal().output());
            }
            call.terminal()
                    .error("posthouse: " + jar.getFileName() + " is refused, and nothing has changed\n"
                            + reasons.stream()
                                    .map(reason -> "  " + Harmless.line(reason.line()) + "\n")
                                    .collect(Collectors.joining()));
            return Commands.REFUSED;
        }
    }

    private static Path jar(Call call, int index) throws MailException {
        Path jar = call.file(index);
        if (!Files.isRegularFile(jar)) {
            throw Call.refused("there is no such file: " + jar);
        }
        return jar;
    }

    private static int update(Call call) throws MailException, IOException {
        PlugIn before = one(call, call.word(0));
        return put(
                call,
                plugIns -> plugIns.update(before.name(), jar(call, 1)),
                now -> now.name() + " " + now.version() + " has replaced " + before.version(),
                1);
    }

    /** Names the files that it has changed. */
    private static int undo(Call call) throws MailException, IOException {
        String name = one(call, call.word(0)).name();
        List<Path> before = call.ask(PlugIns.class, plugIns -> plugIns.files(name));
        PlugIn now = call.ask(PlugIns.class, plugIns -> plugIns.undo(name));
        String written = now.file().map(file -> "; it was written into " + file).orElse("");
        List<String> gone = before.stream()
                .filter(file -> !now.file().equals(Optional.of(file)))
                .map(Path::toString)
                .toList();
        String deleted = gone.isEmpty() ? "" : "; deleted: " + String.join(", ", gone);
        String sentence = now.name() + " " + now.version() + " is in charge again" + written + deleted;
        call.answer(fields("done", sentence, "written", now.file(), "deleted", gone), sentence);
        return Commands.DONE;
    }

    /** Whoever would end mail by it is asked. */
    private static int stop(Call call) throws MailException, IOException {
        PlugIn before = one(call, call.word(0));
        Optional<String> ends = WhatEnds.without(before);
        if (ends.isPresent()) {
            call.confirm(before.name() + " will be switched off, also for later starts: " + ends.get());
        }
        return change(call, PlugIns::stop, " is off");
    }

    private static int change(Call call, Change change, String sentence) throws MailException, IOException {
        String name = one(call, call.word(0)).name();
        PlugIn now = call.ask(PlugIns.class, plugIns -> change.of(plugIns, name));
        call.done(now.name() + " " + now.version() + sentence);
        return Commands.DONE;
    }

    private static int remove(Call call) throws MailException, IOException {
        String name = one(call, call.word(0)).name();
        List<String> files = call.ask(PlugIns.class, plugIns -> plugIns.files(name)).stream()
                .map(Path::toString)
                .toList();
        if (!files.isEmpty()) {
            call.confirm(name + " will be taken out, and deleted with it: " + String.join(", ", files));
        }
        call.ask(PlugIns.class, plugIns -> {
            plugIns.remove(name);
            return true;
        });
        String sentence = name + " is gone; deleted: " + String.join(", ", files);
        call.answer(fields("done", sentence, "deleted", files), sentence);
        return Commands.DONE;
    }

    private static PlugIn one(Call call, String name) throws MailException {
        List<PlugIn> found = call.ask(PlugIns.class, plugIns -> plugIns.find(name));
        if (found.size() != 1) {
            String why = found.isEmpty()
                    ? "there is no plug-in " + name + "; 'posthouse plugin list' shows those there are"
                    : name + " is not unique: "
                            + DomainCommands.join(
                                    found.stream().map(PlugIn::name).toList());
            throw Call.refused(why);
        }
        return found.get(0);
    }
}
