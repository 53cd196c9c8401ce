package org.posthouse.core.config;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.SettingsCheck;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.core.config.etc.Author;
import org.posthouse.core.config.etc.ChangedMeanwhileException;
import org.posthouse.core.config.etc.EtcStore;
import org.posthouse.core.config.etc.Former;
import org.posthouse.core.config.etc.Values;
import org.posthouse.core.config.seed.Seeds;
import org.posthouse.core.config.setting.Bounds;
import org.posthouse.core.config.setting.Descriptions;
import org.posthouse.core.config.setting.SettingRule;
import org.posthouse.core.config.setting.WrongSettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings for administrators: described by Metatype, changed through Config Admin. */
@Component(service = Configurations.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HouseConfigurations implements Configurations {
    private static final Logger LOG = LoggerFactory.getLogger(HouseConfigurations.class);
    /** A hand's edit, or a deletion, is waited for so often, a moment each time. */
    private static final int ATTEMPTS = 40;

    private static final Duration MOMENT = Duration.ofMillis(50);

    private final ConfigurationAdmin admin;
    private final Descriptions descriptions;
    private final EtcStore store;
    private final Delivery delivery;
    private final Seeds seeds;
    private final Outcomes outcomes;
    private final List<SettingsCheck> checks = new CopyOnWriteArrayList<>();

    @Activate
    public HouseConfigurations(
            BundleContext context,
            @Reference ConfigurationAdmin admin,
            @Reference Descriptions descriptions,
            @Reference EtcStore store,
            @Reference Delivery delivery,
            @Reference Failures failures) {
        this(admin, descriptions, store, delivery, Seeds.of(context), failures);
    }

    HouseConfigurations(
            ConfigurationAdmin admin,
            Descriptions descriptions,
            EtcStore store,
            Delivery delivery,
            Seeds seeds,
            Outcomes outcomes) {
        this.admin = admin;
        this.descriptions = descriptions;
        this.store = store;
        this.delivery = delivery;
        this.seeds = seeds;
        this.outcomes = outcomes;
    }

    /** What became of components. */
    @FunctionalInterface
    interface Outcomes {
        /** Why one with these settings failed to start, if one did. */
        Optional<String> failure(String pid);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(SettingsCheck check) {
        checks.add(check);
    }

    void removeCheck(SettingsCheck check) {
        checks.remove(check);
    }

    @Override
    public List<String> pids() {
        Set<String> pids = new TreeSet<>(descriptions.singles());
        for (String factory : descriptions.factories()) {
            list("(service.factoryPid=" + factory + ")").forEach(each -> pids.add(each.getPid()));
        }
        return List.copyOf(pids);
    }

    @Override
    public List<String> factories() {
        return descriptions.factories().stream().sorted().toList();
    }

    @Override
    public Optional<Described> show(String pid) {
        Map<String, Object> values = find(pid).map(each -> valuesOf(pid, each)).orElse(Map.of());
        Map<String, Object> seed = seeds.find(pid).orElse(Map.of());
        Bounds bounds = descriptions.bounds(described(pid));
        return description(pid)
                .map(each -> new Described(
                        pid,
                        each.getName(),
                        Optional.ofNullable(each.getDescription()).orElse(""),
                        SettingRule.all(each).stream()
                                .map(rule -> rule.setting(
                                        Optional.ofNullable(values.get(rule.id())),
                                        Optional.ofNullable(seed.get(rule.id())),
                                        bounds))
                                .toList()));
    }

    @Override
    public synchronized void set(String pid, Map<String, List<String>> texts) throws MailException {
        ObjectClassDefinition description =
                description(pid).orElseThrow(() -> refused("there are no settings named " + pid));
        if (descriptions.factories().contains(pid)) {
            throw refused(pid + " may be there several times; name one: " + pid + "~NAME");
        }
        Map<String, Object> changes = new TreeMap<>();
        for (Map.Entry<String, List<String>> each : texts.entrySet()) {
            try {
                changes.put(each.getKey(), value(pid, description, each.getKey(), each.getValue()));
            } catch (WrongSettingException e) {
                throw refused(e.getMessage().startsWith(pid) ? e.getMessage() : pid + ": " + e.getMessage());
            }
        }
        tryOut(pid, () -> {
            Map<String, Object> values =
                    new TreeMap<>(find(pid).map(each -> valuesOf(pid, each)).orElse(Map.of()));
            values.putAll(changes);
            return values;
        });
    }

    @Override
    public Map<String, String> complaints(String pid, Map<String, List<String>> texts) {
        Map<String, String> complaints = new TreeMap<>();
        description(pid)
                .ifPresent(description -> texts.forEach((setting, values) -> {
                    try {
                        value(pid, description, setting, values);
                    } catch (WrongSettingException e) {
                        complaints.put(setting, e.getMessage());
                    }
                }));
        return complaints;
    }

    private Object value(String pid, ObjectClassDefinition description, String setting, List<String> texts)
            throws WrongSettingException {
        SettingRule rule = SettingRule.find(description, setting)
                .orElseThrow(() -> new WrongSettingException(pid + " has no setting " + setting + "; it has "
                        + String.join(
                                ", ",
                                SettingRule.all(description).stream()
                                        .map(SettingRule::id)
                                        .toList())));
        Object value = rule.value(texts);
        check(pid, setting, texts);
        return value;
    }

    private void check(String pid, String setting, List<String> values) throws WrongSettingException {
        Optional<String> complaint = checks.stream()
                .filter(each -> each.pid().equals(pid))
                .flatMap(each -> each.complaint(setting, values).stream())
                .findFirst();
        if (complaint.isPresent()) {
            throw new WrongSettingException(complaint.get());
        }
    }

    @Override
    public synchronized void reset(String pid) throws MailException {
        if (description(pid).isEmpty() && find(pid).isEmpty()) {
            throw refused("there are no settings named " + pid);
        }
        Optional<Map<String, Object>> seed = seeds.find(pid);
        if (seed.isPresent()) {
            update(pid, seed::get);
        } else {
            delete(pid);
        }
    }

    private void delete(String pid) throws MailException {
        Optional<Configuration> there = find(pid);
        if (there.isPresent()) {
            try {
                there.get().delete();
            } catch (IOException e) {
                throw refused(e.getMessage());
            }
        }
    }

    @Override
    public Configurations by(String door, String who) {
        return new AuthoredConfigurations(this, store, new Author(door, who));
    }

    @Override
    public List<Change> history(Optional<String> pid) {
        return store.history().all().stream()
                .filter(each -> pid.map(each.pid()::equals).orElse(true))
                .map(each -> new Change(
                        each.id(),
                        each.time(),
                        each.pid(),
                        each.author().door(),
                        each.author().who(),
                        SettingRule.differences(description(each.pid()), each.before(), each.after())))
                .toList();
    }

    @Override
    public List<String> lostChanges() {
        return store.history().damaged().stream()
                .map(file ->
                        file + " cannot be read, so that change is neither told nor taken back; a copy of it from a"
                                + " backup may be put in its place, or delete it")
                .toList();
    }

    @Override
    public synchronized void undo(long change) throws MailException {
        Former former =
                store.history().find(change).orElseThrow(() -> refused("change " + change + " is not remembered"));
        String pid = former.pid();
        Map<String, Object> now = find(pid).map(each -> valuesOf(pid, each)).orElse(Map.of());
        Map<String, Object> values = former.takenBackFrom(now);
        if (former.made() && values.isEmpty()) {
            delete(pid);
        } else {
            tryOut(pid, () -> values);
        }
    }

    @Override
    public List<String> troubles() {
        return List.copyOf(store.broken().values());
    }

    /** As {@link #update}; but what a component, that ran before, does not start with is taken back. */
    private void tryOut(String pid, Supplier<Map<String, Object>> values) throws MailException {
        Optional<Map<String, Object>> former = find(pid).map(each -> valuesOf(pid, each));
        String component = described(pid);
        boolean broken = outcomes.failure(component).isPresent();
        update(pid, values);
        Optional<String> failure = broken ? Optional.empty() : outcomes.failure(component);
        if (failure.isPresent()) {
            if (former.isPresent()) {
                update(pid, former::get);
            } else {
                delete(pid);
            }
            throw refused(pid + " does not start with these settings: " + failure.get()
                    + "; those before are in force again");
        }
    }

    /** @param values asked again for each attempt */
    private void update(String pid, Supplier<Map<String, Object>> values) throws MailException {
        try {
            for (int attempt = 1; !updated(pid, values, attempt == ATTEMPTS); attempt++) {
                LOG.debug("somebody else was at {}: once more", pid);
                LockSupport.parkNanos(MOMENT.toNanos());
            }
        } catch (IOException e) {
            throw new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 5), e.getMessage(), e);
        }
    }

    /** False if somebody has edited or deleted it at this very moment, and that has not been taken over yet. */
    private boolean updated(String pid, Supplier<Map<String, Object>> values, boolean last) throws IOException {
        store.turn().lock();
        try {
            Optional<Configuration> there = find(pid);
            Configuration configuration = there.isPresent() ? there.get() : create(pid);
            configuration.updateIfDifferent(FrameworkUtil.asDictionary(values.get()));
            delivery.await(configuration);
            return true;
        } catch (IllegalStateException | ChangedMeanwhileException e) {
            if (last) {
                throw e;
            }
            return false;
        } finally {
            store.turn().unlock();
        }
    }

    private Configuration create(String pid) throws IOException {
        Optional<String> factory = Values.factory(pid);
        return factory.isPresent()
                ? admin.getFactoryConfiguration(
                        factory.get(), pid.substring(factory.get().length() + 1), "?")
                : admin.getConfiguration(pid, "?");
    }

    private Optional<ObjectClassDefinition> description(String pid) {
        return descriptions.find(described(pid));
    }

    /** Its own, or that of its factory. */
    private String described(String pid) {
        return find(pid)
                .map(Configuration::getFactoryPid)
                .or(() -> Values.factory(pid))
                .orElse(pid);
    }

    private Optional<Configuration> find(String pid) {
        return list("(service.pid=" + pid.replaceAll("([\\\\()*])", "\\\\$1") + ")")
                .findFirst();
    }

    private Stream<Configuration> list(String filter) {
        try {
            Configuration[] found = admin.listConfigurations(filter);
            return found == null ? Stream.empty() : Arrays.stream(found);
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("Config Admin cannot list " + filter, e);
        }
    }

    private static Map<String, Object> valuesOf(String pid, Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        return properties == null ? Map.of() : Values.ofAdmin(pid, properties);
    }

    private static MailException refused(String why) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 5), why);
    }
}
