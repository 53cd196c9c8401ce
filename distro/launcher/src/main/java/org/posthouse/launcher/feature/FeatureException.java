package org.posthouse.launcher.feature;

/** A feature file that cannot be used; the message names the file and says why. */
public final class FeatureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FeatureException(String message) {
        super(message);
    }
}
