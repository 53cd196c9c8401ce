package org.posthouse.core.plugins.change;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.posthouse.api.plugin.Reason;
import org.posthouse.core.plugins.folder.Found;
import org.posthouse.core.plugins.folder.PlugInJar;
import org.posthouse.core.plugins.folder.RefusedException;
import org.posthouse.core.plugins.folder.Shelf;
import org.posthouse.core.plugins.seat.SeatBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs into line with what lies in the folder: of each name the highest version that can run. One
 * thread changes things at a time; any may look.
 */
public final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Pattern VERSION_AND_EXTENSION = Pattern.compile("([-_]v?[0-9][^-_]*([-_.].*)?)?\\.jar$");

    private final Swap swap;
    private final Shelf shelf;
    private final Records records;
    private final Rules rules;
    private final SeatBook book;
    private final Map<String, Running> running = new ConcurrentSkipListMap<>();
    private final Map<Path, Refusal> refusals = new ConcurrentSkipListMap<>();
    /** Bundles of the distribution that were stopped here, and may be started again here. */
    private final Set<Long> stopped = new HashSet<>();

    /** Bundles of the distribution that could not be started again. */
    private final Set<Long> failed = new HashSet<>();

    private volatile Map<Path, Found> files = Map.of();
    private volatile boolean waits;

    public Keeper(Swap swap, Shelf shelf, Records records, Rules rules, SeatBook book) {
        this.swap = swap;
        this.shelf = shelf;
        this.records = records;
        this.rules = rules;
        this.book = book;
    }

    /** Bundles that a former life of ours left running go on; others that it left go. */
    public void adopt(Path folder, Stream<Bundle> bundles) {
        for (Bundle bundle : bundles.filter(Swap::fromFolder).toList()) {
            String[] location = bundle.getLocation().split("/");
            Optional<PlugInJar> jar = location.length < 3 ? Optional.empty() : shelf.find(location[1], location[2]);
            Optional<Records.Running> record = jar.flatMap(each -> records.running(each.name()))
                    .filter(each -> each.id().equals(location[2]));
            if (bundle.getState() == Bundle.ACTIVE && record.isPresent() && !running.containsKey(location[1])) {
                Path file = folder.resolve(record.get().file());
                running.put(location[1], new Running(bundle, jar.get(), file));
            } else {
                swap.takeOut(bundle);
            }
        }
    }

    /** Takes out all that came through the folder. What ran from it last is only told of. */
    public void leaveAlone(Path folder, Stream<Bundle> bundles) {
        bundles.filter(Swap::fromFolder).forEach(swap::takeOut);
        Map<Path, Found> last = new TreeMap<>();
        for (String name : records.names()) {
            Records.Running record = records.running(name).orElseThrow();
            Path file = folder.resolve(record.file());
            shelf.find(name, record.id()).ifPresent(jar -> last.put(file, new Found.Whole(jar, Instant.EPOCH)));
        }
        files = last;
    }

    /** Whether something will be looked at again soon: a file that is being written, a bundle that is about to start. */
    public boolean waits() {
        return waits || files.values().stream().anyMatch(Found.Unsteady.class::isInstance);
    }

    /** Those that are off do not start with the others. */
    public void stopThoseOff() {
        book.off().stream().filter(name -> rules.stopRefusal(name).isPresent()).forEach(name -> {
            LOG.warn(
                    "{} {}; that it is off is ignored",
                    name,
                    rules.stopRefusal(name).orElseThrow());
            book.turn(name, true);
        });
        book.off().forEach(name -> rules.distributed(name).forEach(this::stop));
    }

    /** What failed may be tried again, and what was stopped by hand goes on. */
    public void start(String name) throws RefusedException {
        refusals.values().removeIf(each -> each.name().equals(name));
        Optional<Running> now = running(name);
        for (Bundle bundle : rules.distributed(name)) {
            failed.remove(bundle.getBundleId());
            if (now.isEmpty()) {
                swap.start(bundle);
                stopped.remove(bundle.getBundleId());
            }
        }
        if (now.isPresent()) {
            swap.start(now.get().bundle());
        }
    }

    /** Acts on what is found, until nothing changes any more. */
    public void reconcile(Map<Path, Found> found) {
        waits = false;
        files = found;
        refusals.values().removeIf(each -> files.get(each.file()) != each.found());
        files.forEach((file, each) -> {
            if (each instanceof Found.Unusable unusable && !refusals.containsKey(file)) {
                refuse(new Refusal(meant(file), "", file, unusable.reason(), each));
            }
        });
        running.values().removeIf(Running::gone);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String name : names()) {
                changed |= settle(name);
            }
            if (changed) {
                refusals.values().removeIf(Refusal::unresolved);
            }
        }
    }

    public Optional<Running> running(String name) {
        return Optional.ofNullable(running.get(name));
    }

    /** What runs in this bundle, if it came from the folder. */
    public Optional<Running> runningIn(Bundle bundle) {
        return running.values().stream()
                .filter(each -> each.bundle().equals(bundle))
                .findFirst();
    }

    /** Whether it may be stopped and replaced. */
    public boolean pluggable(Bundle bundle) {
        return Swap.fromFolder(bundle) || rules.isPlugIn(bundle.getSymbolicName());
    }

    /** Of the best file, while none runs. */
    public String version(String name) {
        return files.values().stream()
                .filter(each ->
                        each instanceof Found.Whole whole && whole.jar().name().equals(name))
                .map(each -> ((Found.Whole) each).jar().version())
                .max(Comparator.naturalOrder())
                .map(Version::toString)
                .orElse("");
    }

    public List<Refusal> refusals() {
        return List.copyOf(refusals.values());
    }

    /** Why files that hold this plug-in were refused, each reason by itself. */
    public List<Reason> reasons(String name) {
        List<Refusal> all = refusals();
        return all.stream()
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.reasons(all).stream())
                .toList();
    }

    /** Files in the folder that hold versions of this plug-in, or did before they became unusable. */
    public List<Path> files(String name) {
        return files.entrySet().stream()
                .filter(each -> each.getValue() instanceof Found.Whole whole
                        ? whole.jar().name().equals(name)
                        : nameOf(each.getKey()).equals(name))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Which of two runs where both the folder and the distribution have this plug-in: after an upgrade it may be either. In sentences. */
    public List<String> besideDistribution(String name) {
        Optional<Version> distributed =
                rules.distributed(name).stream().map(Bundle::getVersion).findFirst();
        Optional<Running> now = running(name);
        if (distributed.isEmpty() || !rules.isReplaceable(name)) {
            return List.of();
        }
        if (now.isPresent()) {
            return List.of(now.get().jar().version() + " of " + now.get().file().getFileName()
                    + " runs in place of the distribution's " + distributed.get());
        }
        return files.entrySet().stream()
                .filter(each -> each.getValue() instanceof Found.Whole whole
                        && whole.jar().name().equals(name)
                        && whole.jar().version().compareTo(distributed.get()) < 0)
                .map(each -> each.getKey().getFileName() + " is left aside, for the distribution's " + distributed.get()
                        + " is higher; it may be deleted")
                .toList();
    }

    /** Of everything there is in the folder, or runs from it. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(running.keySet());
        names.addAll(records.names());
        files.values().forEach(each -> {
            if (each instanceof Found.Whole whole) {
                names.add(whole.jar().name());
            }
        });
        return names;
    }

    /** Whether something has changed. */
    boolean settle(String name) {
        List<Option> options = options(name);
        Optional<Running> now = running(name);
        if (options.isEmpty()) {
            return !(now.isPresent() && refusedOf(name)) && gone(name, now);
        }
        if (book.off(name)) {
            now.ifPresent(each -> swap.takeOut(each.bundle()));
            running.remove(name);
            rules.distributed(name).forEach(this::stop);
            return false;
        }
        if (now.isEmpty() && records.running(name).isEmpty() && rules.aboutToStart(name)) {
            // Let the distribution's version come first: the new one must offer what it does.
            waits = true;
            return false;
        }
        for (Option option : options) {
            if (runs(option, now)) {
                return false;
            }
            try {
                apply(name, now, option);
                return true;
            } catch (RefusedException e) {
                refuse(name, option, e);
            }
        }
        return false;
    }

    /** Best first. */
    private List<Option> options(String name) {
        List<Option> options = new ArrayList<>();
        files.forEach((file, found) -> {
            if (found instanceof Found.Whole whole && whole.jar().name().equals(name) && acceptable(file, whole)) {
                options.add(new Option.FromFile(file, whole.jar(), whole.written()));
            }
        });
        records.running(name).flatMap(each -> former(name, each)).ifPresent(options::add);
        // A library, or a part of core that stays, is none of our business.
        if (rules.isReplaceable(name)) {
            rules.distributed(name).stream()
                    .filter(each -> !failed.contains(each.getBundleId()))
                    .forEach(each -> options.add(new Option.Distributed(each)));
        }
        options.sort(Option.BEST_FIRST);
        return options;
    }

    private boolean acceptable(Path file, Found.Whole whole) {
        if (refusals.containsKey(file)) {
            return false;
        }
        Optional<String> reason = rules.refusal(whole.jar().name());
        reason.ifPresent(text ->
                refuse(new Refusal(whole.jar().name(), whole.jar().version().toString(), file, text, whole)));
        return reason.isEmpty();
    }

    /** What ran from a file that is there but cannot be used as it is now. */
    private Optional<Option> former(String name, Records.Running record) {
        for (Map.Entry<Path, Found> each : files.entrySet()) {
            if (each.getKey().getFileName().toString().equals(record.file())) {
                boolean usable = each.getValue() instanceof Found.Whole whole
                        && (!whole.jar().name().equals(name)
                                || !refusals.containsKey(each.getKey())
                                || whole.jar().id().equals(record.id()));
                return usable
                        ? Optional.empty()
                        : shelf.find(name, record.id())
                                .map(jar -> new Option.FromFile(each.getKey(), jar, Instant.EPOCH));
            }
        }
        return Optional.empty();
    }

    private boolean runs(Option option, Optional<Running> now) {
        if (option instanceof Option.FromFile file) {
            if (now.isEmpty() || !now.get().jar().id().equals(file.jar().id())) {
                return false;
            }
            if (!now.get().file().equals(file.file())) {
                // The file was renamed, or another holds the same.
                Running moved = new Running(now.get().bundle(), file.jar(), file.file());
                running.put(file.jar().name(), moved);
                record(file.jar().name(), () -> records.runs(file.jar().name(), "", moved.record()));
            }
            return true;
        }
        return now.isEmpty()
                && !stopped.contains(((Option.Distributed) option).bundle().getBundleId());
    }

    private void apply(String name, Optional<Running> now, Option option) throws RefusedException {
        if (option instanceof Option.Distributed distributed) {
            swap.changeTo(distributed.bundle(), now.map(Running::bundle));
            stopped.remove(distributed.bundle().getBundleId());
            running.remove(name);
            record(
                    name,
                    () -> records.left(name, now.map(each -> each.jar().id()).orElse("")));
            LOG.info("{} {}: in charge, from the distribution", name, distributed.version());
            return;
        }
        Option.FromFile file = (Option.FromFile) option;
        Optional<Bundle> old = now.map(Running::bundle).or(() -> rules.distributed(name).stream()
                .filter(each -> each.getState() == Bundle.ACTIVE)
                .findFirst());
        Bundle fresh = swap.change(old, file.jar());
        rules.distributed(name).forEach(this::stop);
        running.put(name, new Running(fresh, file.jar(), file.file()));
        LOG.info("{} {}: in charge, from {}", name, file.version(), file.file().getFileName());
        recordRuns(name, running.get(name));
    }

    private void recordRuns(String name, Running now) {
        String before = records.running(name)
                .map(Records.Running::id)
                .orElse(rules.distributed(name).isEmpty() ? "" : Records.DISTRIBUTION);
        record(name, () -> records.runs(name, before, now.record()));
    }

    /** No file of it is left, and the distribution has none. */
    private boolean gone(String name, Optional<Running> now) {
        now.ifPresent(each -> swap.takeOut(each.bundle()));
        running.remove(name);
        if (records.running(name).isEmpty() && now.isEmpty()) {
            return false;
        }
        String id = records.running(name).map(Records.Running::id).orElse("");
        record(name, () -> records.left(name, id));
        book.forget(name);
        LOG.info("{}: gone", name);
        return true;
    }

    private void stop(Bundle distributed) {
        if (stopped.add(distributed.getBundleId())) {
            swap.stop(distributed);
        }
    }

    private boolean refusedOf(String name) {
        return refusals.values().stream().anyMatch(each -> each.name().equals(name));
    }

    private String nameOf(Path file) {
        String fileName = file.getFileName().toString();
        return records.names().stream()
                .filter(name -> records.running(name).orElseThrow().file().equals(fileName))
                .findFirst()
                .orElse(fileName);
    }

    /** What a file that cannot be read was meant for: as far as can be told, the plug-in that runs from one named alike, or is named so itself. */
    private String meant(Path file) {
        String name = nameOf(file);
        List<String> alike = records.names().stream()
                .filter(each -> stem(Path.of(records.running(each).orElseThrow().file()))
                        .equals(stem(file)))
                .toList();
        if (records.running(name).isPresent() || alike.size() > 1) {
            return name;
        }
        boolean distributed = rules.isReplaceable(stem(file))
                && !rules.distributed(stem(file)).isEmpty();
        return alike.size() == 1 ? alike.get(0) : distributed ? stem(file) : name;
    }

    /** The name of a file without version and extension. */
    public static String stem(Path file) {
        return VERSION_AND_EXTENSION.matcher(file.getFileName().toString()).replaceFirst("");
    }

    private void refuse(String name, Option option, RefusedException e) {
        if (option instanceof Option.FromFile file) {
            refuse(new Refusal(
                    name,
                    file.version().toString(),
                    file.file(),
                    e.getMessage(),
                    files.get(file.file()),
                    e.unresolved(),
                    e.why()));
        } else {
            failed.add(((Option.Distributed) option).bundle().getBundleId());
            LOG.warn("{} {} of the distribution {}", name, option.version(), e.getMessage());
        }
    }

    private void refuse(Refusal refusal) {
        if (refusals.put(refusal.file(), refusal) == null) {
            LOG.warn("{}: {}; it changes nothing", refusal.name(), refusal.sentence());
        }
    }

    private void record(String name, Change change) {
        try {
            change.make();
            Set<String> keep = new HashSet<>(records.former(name));
            records.running(name).ifPresent(each -> keep.add(each.id()));
            running(name).ifPresent(each -> keep.add(each.jar().id()));
            files.values().forEach(each -> {
                if (each instanceof Found.Whole whole) {
                    keep.add(whole.jar().id());
                }
            });
            shelf.prune(name, keep);
        } catch (IOException e) {
            LOG.warn("{}: what runs cannot be recorded; a restart may choose otherwise", name, e);
        }
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}
