package org.posthouse.api.plugin;

/** The version has left its seat; the call was not made. */
public final class GoneException extends Exception {
    private static final long serialVersionUID = 1;

    public GoneException(String plugin, String version) {
        super(plugin + " " + version + " has left", null, false, false);
    }
}
