package org.posthouse.core.plugins.change;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;
import org.posthouse.core.plugins.folder.Found;
import org.posthouse.core.plugins.resolve.Lack;
import org.posthouse.core.plugins.resolve.Why;

/**
 * A file that was refused as it is.
 *
 * @param name symbolic name; of one that cannot be read, what ran from the file before, or the file's name
 * @param version empty if it cannot be read
 * @param found what was refused: when the file changes, something else is found there
 * @param unresolved whether another plug-in may bring what it lacks
 * @param why the parts of the reason
 */
public record Refusal(String name, String version, Path file, String reason, Found found, boolean unresolved, Why why) {
    /** Whose reason has no parts. */
    Refusal(String name, String version, Path file, String reason, Found found) {
        this(name, version, file, reason, found, false, Why.UNKNOWN);
    }

    /** In a sentence. */
    public String sentence() {
        return title() + " " + reason;
    }

    private String title() {
        return (version.isEmpty() ? "" : version + " of ") + file.getFileName();
    }

    /**
     * Each by itself.
     *
     * @param others that were refused too, of which one may have what this one lacks
     */
    public List<Reason> reasons(List<Refusal> others) {
        if (!why.lacks().isEmpty()) {
            return Lack.reasons(name, title(), lacks(others));
        }
        if (why.reasons().isEmpty()) {
            return List.of(Reason.of(Kind.FAILURE, name, sentence()));
        }
        List<Reason> reasons = new ArrayList<>(why.reasons());
        Reason first = reasons.get(0);
        reasons.set(
                0,
                new Reason(
                        first.kind(),
                        first.asks(),
                        first.needs(),
                        first.wanted(),
                        first.near(),
                        title() + " " + first.sentence(),
                        first.remedy()));
        return reasons;
    }

    private List<Lack> lacks(List<Refusal> others) {
        return why.lacks().stream()
                .map(lack -> lack.helper().isPresent() ? lack : lack.with(bringer(lack, others)))
                .toList();
    }

    private Optional<Lack.Helper> bringer(Lack lack, List<Refusal> others) {
        List<Refusal> rest =
                others.stream().filter(each -> !each.file().equals(file)).toList();
        return rest.stream()
                .filter(each -> each.why.brings(lack))
                .findFirst()
                .map(each -> new Lack.Helper(each.name, each.title(), each.lacks(rest), each.reason));
    }
}
