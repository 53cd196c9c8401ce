package org.posthouse.console.filters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.PlugInRefusedException;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.Reason;

/** Plug-ins that do as they are told, and write it down. */
final class FakePlugIns implements PlugIns {
    final Map<String, PlugIn> all = new LinkedHashMap<>();
    final List<String> done = new ArrayList<>();
    final List<Reason> missing = new ArrayList<>();
    /** Why nothing is installed. */
    final List<Reason> refusals = new ArrayList<>();

    PlugIn add(String name, String role, String state, String reason) {
        PlugIn one = new PlugIn(
                name,
                "1.0.0",
                role,
                state,
                Instant.EPOCH.plusSeconds(9),
                true,
                reason,
                Optional.of(Path.of("/p/x.jar")));
        all.put(name, one);
        return one;
    }

    @Override
    public List<PlugIn> list() {
        return List.copyOf(all.values());
    }

    @Override
    public List<PlugIn> find(String name) {
        return list();
    }

    @Override
    public List<Path> files(String name) {
        return List.of();
    }

    @Override
    public PlugIn install(Path jar) throws MailException {
        return change("install " + jar.getFileName(), "org.example.fresh");
    }

    @Override
    public PlugIn update(String name, Path jar) throws MailException {
        return change("update " + name + " " + jar.getFileName(), name);
    }

    @Override
    public PlugIn undo(String name) throws MailException {
        return change("undo " + name, name);
    }

    @Override
    public PlugIn start(String name) throws MailException {
        return change("start " + name, name);
    }

    @Override
    public PlugIn stop(String name) throws MailException {
        PlugIn one = change("stop " + name, name);
        // What would run next time is the distribution's.
        return new PlugIn(
                name, "0.1.0", one.role(), "stopped", one.since(), one.used(), one.reason(), Optional.empty());
    }

    @Override
    public void remove(String name) throws MailException {
        change("remove " + name, name);
        all.remove(name);
    }

    private PlugIn change(String what, String name) throws MailException {
        if (!refusals.isEmpty()) {
            throw new PlugInRefusedException("refused", refusals);
        }
        done.add(what);
        return all.containsKey(name) ? all.get(name) : add(name, "filter", "active", "");
    }

    @Override
    public List<Reason> reasons(String name) throws MailException {
        if (!all.containsKey(name)) {
            throw new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 5), "there is none");
        }
        return missing;
    }

    @Override
    public boolean settled() {
        return true;
    }
}
