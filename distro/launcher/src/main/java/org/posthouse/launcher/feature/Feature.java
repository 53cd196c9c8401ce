package org.posthouse.launcher.feature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A capability: bundles, their default configurations, and the features it stands on.
 *
 * @param name the name of its file without {@code .json}
 * @param requires names of features, from the extension {@code posthouse-requires}
 * @param configurations values by PID; they hold only where the home has no configuration of that PID
 */
public record Feature(
        String name,
        String description,
        List<String> requires,
        List<BundleEntry> bundles,
        Map<String, Map<String, Object>> configurations) {

    /** The extension of the feature model that names the features a feature needs, one a line. */
    public static final String REQUIRES = "posthouse-requires";

    public Feature {
        requires = List.copyOf(requires);
        bundles = List.copyOf(bundles);
        configurations = Map.copyOf(configurations);
    }

    /** Reads a feature file, JSON with comments as §159.2 allows; fails with {@link FeatureException}. */
    public static Feature parse(String name, String json) {
        try {
            Map<String, Object> file = object(Json.parse(json), "the file");
            if (!"1.0".equals(file.get("feature-resource-version"))) {
                throw new FeatureException("feature-resource-version is not 1.0");
            }
            return new Feature(
                    name,
                    file.getOrDefault("description", "").toString(),
                    requires(file),
                    bundles(file),
                    configurations(file));
        } catch (FeatureException e) {
            throw new FeatureException("feature " + name + ": " + e.getMessage());
        }
    }

    private static List<String> requires(Map<String, Object> file) {
        Map<String, Object> extensions = object(file.getOrDefault("extensions", Map.of()), "extensions");
        Map<String, Object> extension = object(extensions.getOrDefault(REQUIRES, Map.of()), REQUIRES);
        return array(extension.getOrDefault("text", List.of()), REQUIRES).stream()
                .map(Object::toString)
                .toList();
    }

    private static List<BundleEntry> bundles(Map<String, Object> file) {
        List<BundleEntry> bundles = new ArrayList<>();
        for (Object entry : array(file.getOrDefault("bundles", List.of()), "bundles")) {
            if (entry instanceof String id) {
                bundles.add(new BundleEntry(id, BundleEntry.DEFAULT_START_LEVEL));
                continue;
            }
            Map<String, Object> bundle = object(entry, "a bundle");
            Object level = bundle.getOrDefault("start-level", (long) BundleEntry.DEFAULT_START_LEVEL);
            if (!(bundle.get("id") instanceof String id) || !(level instanceof Long number)) {
                throw new FeatureException("a bundle needs an id, and its start-level is a number: " + bundle);
            }
            bundles.add(new BundleEntry(id, Math.toIntExact(number)));
        }
        return bundles;
    }

    private static Map<String, Map<String, Object>> configurations(Map<String, Object> file) {
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        object(file.getOrDefault("configurations", Map.of()), "configurations")
                .forEach((pid, values) -> configurations.put(pid, object(values, pid)));
        return configurations;
    }

    @SuppressWarnings("unchecked") // Json makes no other maps
    private static Map<String, Object> object(Object value, String what) {
        if (!(value instanceof Map)) {
            throw new FeatureException(what + " is not an object");
        }
        return (Map<String, Object>) value;
    }

    private static List<?> array(Object value, String what) {
        if (!(value instanceof List<?> list)) {
            throw new FeatureException(what + " is not an array");
        }
        return list;
    }
}
