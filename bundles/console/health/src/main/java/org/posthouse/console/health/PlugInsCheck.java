package org.posthouse.console.health;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.plugin.PlugIns;

/**
 * Every plug-in runs in the version that is wanted, or was switched off on purpose. Without some of them there is no mail: those are never
 * off on purpose.
 */
@Component(
        name = "org.posthouse.console.health.plugins",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=plug-ins", HealthCheck.TAGS + "=posthouse"})
public final class PlugInsCheck implements HealthCheck {
    /** Roles of which one serves. */
    private static final Set<String> ALONE = Set.of("store", "directory");

    /** Without it mail for others waits, which somebody may want. */
    private static final String TO_OTHERS = "org.posthouse.delivery.smtp";

    private final PlugIns plugIns;
    private final boolean safe;
    private final Optional<String> whySafe;

    @Activate
    public PlugInsCheck(BundleContext bundle, @Reference PlugIns plugIns) {
        this(
                plugIns,
                Boolean.parseBoolean(bundle.getProperty("posthouse.safe")),
                Optional.ofNullable(bundle.getProperty("posthouse.safe.reason")));
    }

    /** @param whySafe why the server leaves plugins/ alone, though nobody has asked for that */
    PlugInsCheck(PlugIns plugIns, boolean safe, Optional<String> whySafe) {
        this.plugIns = plugIns;
        this.safe = safe;
        this.whySafe = whySafe.filter(why -> !why.isEmpty());
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        whySafe.ifPresent(why -> log.critical("{}", why));
        int active = 0;
        List<PlugIns.PlugIn> all = plugIns.list();
        if (safe) {
            log.warn("started safe: plugins/ is left alone{}", leftOut(all));
        }
        for (PlugIns.PlugIn each : all) {
            switch (each.state()) {
                case "active" -> {
                    active++;
                    if (!each.reason().isEmpty()) {
                        log.critical("{} {} goes on, but {}", each.name(), each.version(), each.reason());
                    }
                }
                case "failed" -> log.critical("{}", failure(each));
                default -> {
                    if (isOffForOthers(each)) {
                        log.warn(
                                "{} is switched off, and mail for others waits: 'posthouse plugin start {}' switches it on",
                                named(each),
                                each.name());
                    } else if (isMissed(each, all)) {
                        log.critical(
                                "{} is {}, and mail waits for it: 'posthouse plugin start {}' switches it on",
                                named(each),
                                each.state(),
                                each.name());
                    } else {
                        log.info("{} is {}", named(each), each.state());
                    }
                }
            }
        }
        log.info("{} plug-ins are active", active);
        return new Result(log);
    }

    private static boolean isOffForOthers(PlugIns.PlugIn plugIn) {
        return plugIn.state().equals("stopped") && plugIn.name().equals(TO_OTHERS);
    }

    /** Without it mail does not get on: each way of delivering it, and the store and the directory that are used. */
    private static boolean isMissed(PlugIns.PlugIn plugIn, List<PlugIns.PlugIn> all) {
        if (!plugIn.state().equals("stopped") || plugIn.file().isPresent()) {
            return false;
        }
        return plugIn.role().equals("delivery")
                || (ALONE.contains(plugIn.role())
                        && all.stream()
                                .noneMatch(each -> each.role().equals(plugIn.role())
                                        && each.used()
                                        && each.state().equals("active")));
    }

    /** The reason alone if it begins with the name: of a file that nobody can read there is no other. */
    private static String failure(PlugIns.PlugIn plugIn) {
        return plugIn.reason().startsWith(plugIn.name() + " ")
                ? plugIn.reason()
                : named(plugIn) + " does not run: " + plugIn.reason();
    }

    /** By the version too, if that is known. */
    private static String named(PlugIns.PlugIn plugIn) {
        return (plugIn.name() + " " + plugIn.version()).strip();
    }

    private static String leftOut(List<PlugIns.PlugIn> all) {
        String names = all.stream()
                .filter(each -> each.file().isPresent() && each.state().equals("stopped"))
                .map(PlugIns.PlugIn::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ": " + names;
    }
}
