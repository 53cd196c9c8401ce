package org.posthouse.core.pipeline;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.posthouse.api.config.SettingsCheck;

/** Keeps an administrator from policies that mean nothing. */
@Component(service = SettingsCheck.class, immediate = true)
public final class PolicyCheck implements SettingsCheck {
    @Override
    public String pid() {
        return "org.posthouse.core.pipeline";
    }

    @Override
    public Optional<String> complaint(String setting, List<String> values) {
        if (!setting.equals("whenAway") && !setting.equals("whenFailing")) {
            return Optional.empty();
        }
        return values.stream()
                .filter(line -> !line.isBlank() && !MissedRules.means(line))
                .findFirst()
                .map(line -> setting + " is NAME=pass, NAME=defer or NAME=hold, not '" + line + "'");
    }
}
