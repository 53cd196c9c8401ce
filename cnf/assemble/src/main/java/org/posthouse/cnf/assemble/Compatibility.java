package org.posthouse.cnf.assemble;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two forms of a bundle, and whether the newer one's package versions say what has changed. */
final class Compatibility {
    private final Path released;
    private final Path built;

    Compatibility(Path released, Path built) {
        this.released = released;
        this.built = built;
    }

    /** One text for each package whose version is too low, in the order of their names. */
    List<String> breaches() throws IOException {
        try (Processor processor = new Processor();
                Jar older = new Jar(released.toFile());
                Jar newer = new Jar(built.toFile())) {
            Baseline baseline = new Baseline(processor, new DiffPluginImpl());
            return baseline.baseline(newer, older, new Instructions()).stream()
                    .filter(info -> info.mismatch)
                    .map(Compatibility::describe)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // as declared by bnd
            throw new IOException("cannot compare " + built + ": " + e.getMessage(), e);
        }
    }

    private static String describe(Baseline.Info info) {
        List<String> changes = new ArrayList<>();
        collect(info.packageDiff, changes);
        return "package " + info.packageName + " has version " + info.newerVersion + " and needs "
                + info.suggestedVersion + ", since it was released as " + info.olderVersion + " and has changed: "
                + String.join("; ", changes);
    }

    /** The innermost things that differ. */
    private static void collect(Diff diff, List<String> changes) {
        if (diff.getDelta() == Delta.UNCHANGED || diff.getDelta() == Delta.IGNORED) {
            return;
        }
        boolean whole = diff.getDelta() == Delta.ADDED || diff.getDelta() == Delta.REMOVED;
        if (whole || diff.getChildren().isEmpty()) {
            changes.add(diff.getDelta() + " " + diff.getName());
            return;
        }
        diff.getChildren().forEach(child -> collect(child, changes));
    }
}
