package org.posthouse.core.config.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.posthouse.launcher.feature.Feature;
import org.posthouse.launcher.feature.FeatureException;
import org.posthouse.launcher.feature.FeatureFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Default configurations of the chosen features, sown once: where an administrator has deleted one, it does not grow again by itself.
 */
public final class Seeds {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private final Map<String, Map<String, Object>> seeds;
    private final Path record;

    /** {@code record} is the file that remembers what was sown. */
    public Seeds(Map<String, Map<String, Object>> seeds, Path record) {
        this.seeds = seeds;
        this.record = record;
    }

    /** Of the features that the framework was started with. */
    public static Seeds of(BundleContext context) {
        Map<String, Map<String, Object>> seeds = new TreeMap<>();
        String folder = context.getProperty("posthouse.features.dir");
        String chosen = context.getProperty("posthouse.features");
        if (folder != null && chosen != null) {
            try {
                for (Feature feature : FeatureFolder.read(Path.of(folder)).closure(List.of(chosen.split(",")))) {
                    feature.configurations().forEach((pid, values) -> seeds.put(pid, typed(values)));
                }
            } catch (IOException | UncheckedIOException | FeatureException e) {
                LOG.warn("{}: default configurations cannot be read: {}", folder, e.getMessage());
            }
        }
        return new Seeds(seeds, Path.of(context.getProperty("posthouse.home"), "data", "config", "seeded"));
    }

    public Optional<Map<String, Object>> find(String pid) {
        return Optional.ofNullable(seeds.get(pid));
    }

    /** Those that never were in this home, and are not there now. */
    public Map<String, Map<String, Object>> due(Set<String> present) throws IOException {
        Map<String, Map<String, Object>> due = new TreeMap<>(seeds);
        due.keySet().removeAll(present);
        due.keySet().removeAll(sownBefore());
        return due;
    }

    /** All of them have been sown, or were not needed. */
    public void sown() throws IOException {
        Set<String> all = new TreeSet<>(sownBefore());
        if (all.addAll(seeds.keySet())) {
            Path fresh = record.resolveSibling(record.getFileName() + ".new");
            Files.createDirectories(record.getParent());
            Files.write(fresh, all);
            Files.move(fresh, record, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Set<String> sownBefore() throws IOException {
        return Files.exists(record) ? new LinkedHashSet<>(Files.readAllLines(record)) : Set.of();
    }

    private static Map<String, Object> typed(Map<String, Object> values) {
        Map<String, Object> typed = new TreeMap<>();
        values.forEach((key, value) -> typed.put(key, typed(value)));
        return typed;
    }

    /** As an administrator would write it: small numbers are integers. */
    private static Object typed(Object value) {
        if (value instanceof List<?> list) {
            List<Object> elements = list.stream().map(Seeds::typed).toList();
            Class<?> type = elements.isEmpty() ? String.class : elements.get(0).getClass();
            return elements.toArray((Object[]) Array.newInstance(type, 0));
        }
        if (value instanceof Long number && number.intValue() == number) {
            return number.intValue();
        }
        return value instanceof Number number && !(value instanceof Long) ? number.doubleValue() : value;
    }
}
