package org.posthouse.console.shell;

import java.util.List;
import java.util.Map;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Logins;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.api.store.MailSearch;
import org.posthouse.api.store.MailStore;

/** A failure of a part of the server that asks plug-ins, told with those of them that are switched off, and how they come back. */
final class SwitchedOff {
    private static final Map<Class<?>, String> ROLES = Map.of(
            MailStore.class, "store",
            MailSearch.class, "store",
            Directory.class, "directory",
            Logins.class, "directory");

    private SwitchedOff() {}

    /** The same failure, unless a switched off plug-in may be the cause of it. */
    static MailException told(Services services, Class<?> asked, MailException failure) {
        String role = ROLES.getOrDefault(asked, "");
        if (!failure.temporary() || role.isEmpty()) {
            return failure;
        }
        List<PlugIn> off;
        try {
            off = services.ask(PlugIns.class, PlugIns::list).stream()
                    .filter(each -> each.role().equals(role)
                            && each.state().equals("stopped")
                            && each.reason().contains("switched off"))
                    .toList();
        } catch (MailException e) {
            // Who could tell is away, too.
            return failure;
        }
        StringBuilder text = new StringBuilder(failure.getMessage());
        for (PlugIn each : off) {
            String name = each.name().replaceFirst("^org\\.posthouse\\.", "");
            text.append("; ").append(name).append(" is switched off: 'posthouse plugin start ");
            text.append(name).append("' starts it");
        }
        return off.isEmpty() ? failure : new MailException(failure.kind(), failure.status(), text.toString(), failure);
    }
}
