package org.posthouse.launcher.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The feature files of one folder, read once. */
public final class FeatureFolder {
    private static final String SUFFIX = ".json";

    private final Map<String, Feature> features;

    private FeatureFolder(Map<String, Feature> features) {
        this.features = features;
    }

    /** Fails with {@link FeatureException} if one of the files is not a feature. */
    public static FeatureFolder read(Path folder) throws IOException {
        Map<String, Feature> features = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                String fileName = file.getFileName().toString();
                String name = fileName.substring(0, fileName.length() - SUFFIX.length());
                features.put(name, Feature.parse(name, Files.readString(file)));
            }
        }
        return new FeatureFolder(features);
    }

    /** In the order of their names. */
    public Collection<Feature> all() {
        return features.values();
    }

    /** The named features and all they stand on, each once, after what it needs. Fails with {@link FeatureException} on an unknown name or a circle. */
    public List<Feature> closure(Collection<String> names) {
        Set<Feature> done = new LinkedHashSet<>();
        for (String name : names) {
            add(name, "you", done, new LinkedHashSet<>());
        }
        return List.copyOf(done);
    }

    /** The bundles of the closure; one that several features name comes once, at the lowest start level asked for. */
    public List<BundleEntry> bundles(Collection<String> names) {
        Map<String, BundleEntry> bundles = new LinkedHashMap<>();
        for (Feature feature : closure(names)) {
            for (BundleEntry bundle : feature.bundles()) {
                bundles.merge(bundle.id(), bundle, (a, b) -> a.startLevel() <= b.startLevel() ? a : b);
            }
        }
        return List.copyOf(bundles.values());
    }

    private void add(String name, String asker, Set<Feature> done, Set<String> under) {
        Feature feature = features.get(name);
        if (feature == null) {
            throw new FeatureException("no feature " + name + ", which " + asker + " asked for; there are "
                    + String.join(", ", features.keySet()));
        }
        if (done.contains(feature)) {
            return;
        }
        if (!under.add(name)) {
            throw new FeatureException("features that need each other: " + String.join(", ", under));
        }
        for (String required : feature.requires()) {
            add(required, name, done, under);
        }
        done.add(feature);
        under.remove(name);
    }
}
