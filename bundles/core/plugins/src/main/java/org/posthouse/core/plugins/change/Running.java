package org.posthouse.core.plugins.change;

import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.posthouse.core.plugins.folder.PlugInJar;

/** What runs from the folder. */
public record Running(Bundle bundle, PlugInJar jar, Path file) {
    boolean gone() {
        return bundle.getState() == Bundle.UNINSTALLED;
    }

    Records.Running record() {
        return new Records.Running(file.getFileName().toString(), jar.id());
    }
}
