package org.posthouse.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.posthouse.launcher.upgrade.ReleaseFiles;
import org.posthouse.launcher.upgrade.State;
import org.posthouse.launcher.upgrade.Upgrade;

/** This release of Posthouse. */
public final class Release {
    private Release() {}

    /** As its jar says. */
    public static String version() {
        String version = Release.class.getPackage().getImplementationVersion();
        return version == null ? "0.0.0" : version;
    }

    /** What its coming to a home means. */
    public static Upgrade over(Path distribution, Path home) {
        return new Upgrade(distribution, home, version(), Home.LEVEL);
    }

    /** Its files as they are now; empty if that cannot be told, which is no reason not to serve. */
    static String files(Path distribution) {
        try {
            return ReleaseFiles.facts(distribution);
        } catch (IOException e) {
            StandardError.line("posthouse: the files of this release cannot be listed: " + e);
            return "";
        }
    }

    /** It serves this home; one that cannot be noted is no reason to end. */
    static void serves(Home home) {
        try {
            new State(home.path()).serves(version());
        } catch (IOException e) {
            StandardError.line("posthouse: it cannot be noted which release serves: " + e);
        }
    }

    /** @param files what the server of this home is made of, as they were before it was made */
    static void runs(Home home, String files) {
        try {
            new State(home.path()).runs(files);
        } catch (IOException e) {
            StandardError.line("posthouse: it cannot be noted which files serve: " + e);
        }
    }
}
