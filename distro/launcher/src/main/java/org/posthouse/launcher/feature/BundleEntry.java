package org.posthouse.launcher.feature;

/**
 * One bundle of a feature.
 *
 * @param id Maven coordinates, {@code group:artifact[:type[:classifier]]:version}
 * @param startLevel from 1; the framework starts the lower ones first
 */
public record BundleEntry(String id, int startLevel) {
    /** The level of bundles that name none. */
    public static final int DEFAULT_START_LEVEL = 5;

    public BundleEntry {
        int parts = id.split(":", -1).length;
        if (parts < 3 || parts > 5 || id.contains("/") || id.contains("..") || id.contains("::")) {
            throw new FeatureException("not a bundle id: " + id);
        }
        if (startLevel < 1) {
            throw new FeatureException("not a start level: " + startLevel + " of " + id);
        }
    }

    public String groupId() {
        return part(0);
    }

    public String artifactId() {
        return part(1);
    }

    public String version() {
        return part(id.split(":", -1).length - 1);
    }

    /** What a repository calls the kind of file; {@code jar} unless the id says otherwise. */
    public String type() {
        return id.split(":", -1).length > 3 ? part(2) : "jar";
    }

    /** The variant of the artifact; empty for the main one. */
    public String classifier() {
        return id.split(":", -1).length > 4 ? part(3) : "";
    }

    /** The name of the file in the folder of bundles of a distribution. */
    public String fileName() {
        String variant = classifier().isEmpty() ? "" : "-" + classifier();
        return artifactId() + "-" + version() + variant + "." + type();
    }

    private String part(int index) {
        return id.split(":", -1)[index];
    }
}
