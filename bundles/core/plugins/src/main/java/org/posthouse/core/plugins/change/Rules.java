package org.posthouse.core.plugins.change;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** What may be plugged in, and which part of the house a bundle belongs to. */
public final class Rules {
    private static final String OURS = "org.posthouse.";
    private static final Set<String> PLUG_IN_ROLES =
            Set.of("protocol", "delivery", "store", "directory", "filter", "list", "console");
    private static final Set<String> CORE_ROLES = Set.of("api", "spi", "lib", "core", "launcher", "cli");

    /** Parts of core that may be replaced while mail flows: the others hold what the rest of the house stands on. */
    private static final Set<String> REPLACEABLE_CORE =
            Set.of("dns", "pipeline", "accounts", "router", "mailstore", "queue", "trace", "log");

    /** Of all plug-ins the one by which the others are started again. */
    private static final String WAY_IN = "org.posthouse.console.shell";

    private final BundleContext context;

    public Rules(BundleContext context) {
        this.context = context;
    }

    /** Why a jar of this name must not be plugged in. */
    public Optional<String> refusal(String name) {
        if (isOfCore(name) && !isReplaceable(name)) {
            return Optional.of("is of Posthouse's core, which is changed by an upgrade and not by a plug-in:"
                    + " replace the distribution and run 'posthouse reload --all'");
        }
        if (!isReplaceable(name) && !distributed(name).isEmpty()) {
            return Optional.of("would replace a library of the distribution, which is done by an upgrade only");
        }
        return Optional.empty();
    }

    /** Whether another version may take its place while mail flows: of plug-ins, and of those parts of core that bear it. */
    public boolean isReplaceable(String name) {
        String core = OURS + "core.";
        return isPlugIn(name) || (name.startsWith(core) && REPLACEABLE_CORE.contains(name.substring(core.length())));
    }

    private static boolean isOfCore(String name) {
        return name.startsWith(OURS) && CORE_ROLES.contains(secondPart(name));
    }

    /** Whether it is a plug-in of the house by its name: one that may be stopped and replaced. */
    public boolean isPlugIn(String name) {
        return name.startsWith(OURS) && PLUG_IN_ROLES.contains(secondPart(name));
    }

    /** Why it must not be stopped, though it may be replaced. */
    public Optional<String> stopRefusal(String name) {
        if (isOfCore(name)) {
            return Optional.of("is part of the core and cannot be stopped by itself");
        }
        return name.equals(WAY_IN)
                ? Optional.of(
                        "is what carries out the administrator's commands; once stopped nothing could start it again")
                : Optional.empty();
    }

    /** Bundles of this name that the distribution brings. */
    public List<Bundle> distributed(String name) {
        return Arrays.stream(context.getBundles())
                .filter(each -> name.equals(each.getSymbolicName()) && !Swap.fromFolder(each))
                .toList();
    }

    /** Whether the framework has not come to the start level of the distribution's version yet. */
    boolean aboutToStart(String name) {
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        return distributed(name).stream()
                .filter(each -> each.getState() != Bundle.ACTIVE)
                .anyMatch(each -> MeantToRun.from(each).orElse(0) > level);
    }

    /** By its name, or else by the contract it implements; {@code plugin} if neither tells. */
    public static String role(String name, Optional<Bundle> bundle) {
        String byName = name.startsWith(OURS) ? secondPart(name) : "";
        if (PLUG_IN_ROLES.contains(byName) || CORE_ROLES.contains(byName)) {
            return byName;
        }
        String contract = OURS + "spi.";
        return bundle.flatMap(each -> Optional.ofNullable(each.getRegisteredServices())).stream()
                .flatMap(Arrays::stream)
                .flatMap(each -> Arrays.stream((String[]) each.getProperty(Constants.OBJECTCLASS)))
                .filter(each -> each.startsWith(contract))
                .map(each -> each.substring(contract.length()).split("\\.", 2)[0])
                .findFirst()
                .orElse("plugin");
    }

    private static String secondPart(String name) {
        return name.substring(OURS.length()).split("\\.", 2)[0];
    }
}
