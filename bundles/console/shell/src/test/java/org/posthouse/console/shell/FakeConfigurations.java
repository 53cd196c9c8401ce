package org.posthouse.console.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations;

/** Settings in memory: every PID that was put here, with the settings it was given. */
final class FakeConfigurations implements Configurations {
    private final Map<String, Map<String, List<String>>> all = new LinkedHashMap<>();

    FakeConfigurations with(String pid, String setting, String... values) {
        all.computeIfAbsent(pid, each -> new LinkedHashMap<>()).put(setting, List.of(values));
        return this;
    }

    List<String> values(String pid, String setting) {
        return all.getOrDefault(pid, Map.of()).getOrDefault(setting, List.of());
    }

    @Override
    public List<String> pids() {
        return List.copyOf(all.keySet());
    }

    @Override
    public Optional<Described> show(String pid) {
        return Optional.ofNullable(all.get(pid))
                .map(settings -> new Described(
                        pid,
                        pid,
                        "",
                        settings.entrySet().stream()
                                .map(each -> new Setting(
                                        each.getKey(),
                                        each.getKey(),
                                        "",
                                        "String",
                                        false,
                                        false,
                                        each.getValue(),
                                        List.of(),
                                        true))
                                .toList()));
    }

    @Override
    public void set(String pid, Map<String, List<String>> values) {
        values.forEach((setting, value) -> with(pid, setting, value.toArray(String[]::new)));
    }

    @Override
    public void reset(String pid) {
        all.remove(pid);
    }
}
