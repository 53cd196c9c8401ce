package org.posthouse.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;
import org.posthouse.core.plugins.change.Components;
import org.posthouse.core.plugins.change.Keeper;
import org.posthouse.core.plugins.change.LoaderWatch;
import org.posthouse.core.plugins.change.MeantToRun;
import org.posthouse.core.plugins.change.Refusal;
import org.posthouse.core.plugins.change.Rules;
import org.posthouse.core.plugins.change.Running;
import org.posthouse.core.plugins.change.Swap;
import org.posthouse.core.plugins.resolve.Lack;
import org.posthouse.core.plugins.resolve.Resolution;
import org.posthouse.core.plugins.seat.SeatBook;

/** Tells what there is and how it fares. */
final class Listing {
    /** A garbage collection later than the last swap is not to be asked for: so many may be on their way out. */
    private static final int LEAVING_MEMORY = 3;

    private final BundleContext context;
    private final Swap swap;
    private final Keeper keeper;
    private final SeatBook book;
    private final Components components;
    private final Resolution resolution;
    private final LoaderWatch loaders;
    private final Function<Bundle, Instant> since;
    private final List<Breakers> breakers;

    Listing(
            BundleContext context,
            Swap swap,
            Keeper keeper,
            SeatBook book,
            Components components,
            LoaderWatch loaders,
            Function<Bundle, Instant> since,
            List<Breakers> breakers) {
        this.context = context;
        this.swap = swap;
        this.keeper = keeper;
        this.book = book;
        this.components = components;
        this.resolution = new Resolution(context);
        this.loaders = loaders;
        this.since = since;
        this.breakers = breakers;
    }

    /** By name. One of a name: the version in charge. */
    List<PlugIn> list() {
        Map<String, PlugIn> rows = new TreeMap<>();
        for (Bundle bundle : bundles()) {
            present(bundle).ifPresent(row -> rows.putIfAbsent(row.name(), row));
        }
        for (Refusal refusal : keeper.refusals()) {
            rows.putIfAbsent(
                    refusal.name(),
                    new PlugIn(
                            refusal.name(),
                            refusal.version(),
                            Rules.role(refusal.name(), Optional.empty()),
                            "failed",
                            written(refusal.file()),
                            false,
                            lines(keeper.reasons(refusal.name())),
                            Optional.of(refusal.file())));
        }
        for (String name : keeper.names()) {
            Optional<Path> file = keeper.files(name).stream().findFirst();
            rows.putIfAbsent(
                    name,
                    new PlugIn(
                            name,
                            keeper.version(name),
                            Rules.role(name, Optional.empty()),
                            "stopped",
                            file.map(Listing::written).orElse(Instant.EPOCH),
                            false,
                            book.off(name) ? "it is switched off" : "",
                            file));
        }
        return List.copyOf(rows.values());
    }

    List<PlugIn> find(String name) {
        List<PlugIn> all = list();
        return Stream.<Predicate<PlugIn>>of(
                        each -> each.name().equals(name), each -> each.name().endsWith("." + name), each -> each.file()
                                .filter(file -> Keeper.stem(file).equals(name))
                                .isPresent())
                .map(fits -> all.stream().filter(fits).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    List<Reason> why(PlugIn plugIn) {
        String name = plugIn.name();
        List<Reason> reasons = new ArrayList<>();
        if (book.off(name)) {
            Reason off = Reason.of(Kind.OTHER, name, "it is switched off");
            reasons.add(off);
        }
        reasons.addAll(keeper.reasons(name));
        bundles().stream()
                .filter(each -> each.getSymbolicName().equals(name))
                .findFirst()
                .ifPresent(each -> reasons.addAll(troubles(each)));
        List<String> lines = new ArrayList<>();
        swap.hanging(name)
                .forEach(version -> lines.add(version + " neither starts nor stops, and a thread hangs in it"));
        lines.addAll(keeper.besideDistribution(name));
        lines.addAll(swap.leftRunning(name));
        long inMemory = loaders.inMemory(name);
        if (inMemory > LEAVING_MEMORY) {
            lines.add(inMemory + " former versions are still in memory");
        }
        if (lines.isEmpty() && reasons.isEmpty() && !plugIn.state().equals("active")) {
            lines.add("it is " + plugIn.state());
        }
        lines.forEach(line -> reasons.add(Reason.of(Kind.OTHER, name, line)));
        return reasons;
    }

    private List<Reason> troubles(Bundle bundle) {
        String name = bundle.getSymbolicName();
        List<Reason> reasons = new ArrayList<>(components.failures(bundle));
        if (bundle.getState() == Bundle.INSTALLED && !book.off(name)) {
            reasons.addAll(Lack.reasons(name, "it", resolution.lacks(bundle)));
        }
        reasons.addAll(components.lacks(bundle));
        failing(bundle).forEach(line -> reasons.add(Reason.of(Kind.FAILURE, name, line)));
        if (keeper.pluggable(bundle)) {
            reasons.addAll(components.unconfigured(bundle));
        }
        return reasons;
    }

    private static String lines(List<Reason> reasons) {
        return reasons.stream().map(Reason::line).collect(Collectors.joining("; "));
    }

    /** Ours and those from the folder, the ones in charge first. */
    private List<Bundle> bundles() {
        Set<Long> inCharge = book.inCharge();
        return Arrays.stream(context.getBundles())
                .filter(each -> each.getSymbolicName() != null
                        && !swap.lingers(each)
                        && (each.getSymbolicName().startsWith("org.posthouse.") || Swap.fromFolder(each)))
                .sorted(Comparator.<Bundle, Boolean>comparing(each -> inCharge.contains(each.getBundleId()))
                        .thenComparing(each -> each.getState() == Bundle.ACTIVE)
                        .thenComparing(Bundle::getVersion)
                        .thenComparing(Bundle::getBundleId)
                        .reversed())
                .toList();
    }

    /** Empty if it is uninstalled at this moment. */
    private Optional<PlugIn> present(Bundle bundle) {
        try {
            return Optional.of(row(bundle));
        } catch (IllegalStateException e) {
            if (bundle.getState() == Bundle.UNINSTALLED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private PlugIn row(Bundle bundle) {
        String name = bundle.getSymbolicName();
        List<Reason> failures = components.failures(bundle);
        List<Reason> lacks = components.lacks(bundle);
        List<String> reasons = new ArrayList<>();
        Stream.of(keeper.reasons(name), failures, lacks)
                .flatMap(List::stream)
                .forEach(each -> reasons.add(each.line()));
        reasons.addAll(failing(bundle));
        reasons.addAll(swap.leftRunning(name));
        String state = state(bundle, !failures.isEmpty(), !lacks.isEmpty());
        if (state.equals("stopped") && book.off(name)) {
            reasons.add(0, "it is switched off");
        }
        return new PlugIn(
                name,
                bundle.getVersion().toString(),
                Rules.role(name, Optional.of(bundle)),
                state,
                since.apply(bundle),
                book.inCharge(bundle.getBundleId()),
                String.join("; ", reasons),
                keeper.runningIn(bundle).map(Running::file));
    }

    /** Why it is not called although it runs. */
    private List<String> failing(Bundle bundle) {
        return breakers.stream()
                .flatMap(each -> each.breakers().stream())
                .filter(each -> each.plugin().equals(bundle.getSymbolicName())
                        && each.version().equals(bundle.getVersion().toString()))
                .map(Breaker::reason)
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    private String state(Bundle bundle, boolean failed, boolean lacking) {
        // One that is uninstalled at this moment has no revision any more.
        Optional<BundleRevision> revision = Optional.ofNullable(bundle.adapt(BundleRevision.class));
        boolean fragment = revision.filter(each -> (each.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0)
                .isPresent();
        if (failed) {
            return "failed";
        }
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> lacking ? "starting" : "active";
            case Bundle.STARTING -> "starting";
            case Bundle.UNINSTALLED -> "stopped";
            default -> fragment ? "active" : later(bundle) ? "starting" : "stopped";
        };
    }

    /** Whether its time to be started has not come yet. */
    private boolean later(Bundle bundle) {
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        return MeantToRun.from(bundle).orElse(0) > level;
    }

    private static Instant written(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
