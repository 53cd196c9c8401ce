package org.posthouse.console.filters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Settings in memory, whose whole numbers must not be above 100. */
final class FakeSettings implements Configurations {
    final Map<String, Described> all = new LinkedHashMap<>();
    final List<String> saved = new ArrayList<>();
    final List<String> factories = new ArrayList<>();
    /** Where changes were made, and by whom. */
    final List<String> doors = new ArrayList<>();

    void describe(String pid, Setting... settings) {
        all.put(pid, new Described(pid, "Settings of " + pid, "What " + pid + " does.", List.of(settings)));
    }

    static Setting setting(String id, String type, boolean list, String... values) {
        return new Setting(
                id,
                "The " + id,
                "How much " + id,
                type,
                list,
                type.equals("password"),
                type.equals("password") ? List.of() : List.of(values),
                List.of(),
                true,
                false,
                type.equals("integer") ? Optional.of("1") : Optional.empty(),
                type.equals("integer") ? Optional.of("100") : Optional.empty(),
                List.of());
    }

    @Override
    public List<String> pids() {
        return all.keySet().stream().filter(each -> !factories.contains(each)).toList();
    }

    @Override
    public List<String> factories() {
        return factories;
    }

    @Override
    public Configurations by(String door, String who) {
        doors.add(door + " " + who);
        return this;
    }

    @Override
    public Optional<Described> show(String pid) {
        return Optional.ofNullable(all.get(pid));
    }

    @Override
    public Map<String, String> complaints(String pid, Map<String, List<String>> values) {
        Map<String, String> complaints = new LinkedHashMap<>();
        values.forEach((id, texts) -> {
            String type = all.get(pid).setting(id).orElseThrow().type();
            if (type.equals("integer") && !texts.get(0).matches("[0-9]{1,2}")) {
                complaints.put(id, id + " must not be " + texts.get(0));
            }
        });
        return complaints;
    }

    @Override
    public void set(String pid, Map<String, List<String>> values) throws MailException {
        if (pid.contains("~") && !all.containsKey(pid)) {
            Described factory = all.get(pid.substring(0, pid.indexOf('~')));
            describe(pid, factory.settings().toArray(Setting[]::new));
        }
        if (!complaints(pid, values).isEmpty() || !all.containsKey(pid)) {
            throw new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 5), "no such value");
        }
        saved.add(pid + " " + values);
        Described now = all.get(pid);
        Setting[] settings = now.settings().stream()
                .map(each -> values.containsKey(each.id())
                        ? setting(
                                each.id(),
                                each.type(),
                                each.list(),
                                values.get(each.id()).toArray(String[]::new))
                        : each)
                .toArray(Setting[]::new);
        describe(pid, settings);
    }

    @Override
    public void reset(String pid) {
        saved.add("reset " + pid);
        if (pid.contains("~")) {
            all.remove(pid);
        }
    }
}
