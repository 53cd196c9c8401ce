package org.posthouse.console.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.spi.console.Visit;

/**
 * What the administrator has said of mail that a filter does not judge, in the pipeline's settings.
 *
 * @param away pass, defer or hold; empty: the filter says it itself
 */
record Policies(String away, String failing) {
    static final String PIPELINE = "org.posthouse.core.pipeline";
    private static final String AWAY = "whenAway";
    private static final String FAILING = "whenFailing";

    /** For people: what becomes of the mail. */
    static String words(String policy) {
        return switch (policy) {
            case "pass" -> "goes on";
            case "defer" -> "is to come later";
            case "hold" -> "is kept waiting";
            default -> policy;
        };
    }

    static Policies of(House house, String plugIn) {
        return new Policies(said(house, AWAY, plugIn), said(house, FAILING, plugIn));
    }

    void save(House house, Visit visit) throws MailException {
        String plugIn = visit.below();
        house.changedBy(visit)
                .set(
                        PIPELINE,
                        Map.of(
                                AWAY,
                                lines(house, AWAY, plugIn, away),
                                FAILING,
                                lines(house, FAILING, plugIn, failing)));
    }

    private static String said(House house, String setting, String plugIn) {
        return values(house, setting).stream()
                .filter(line -> isOf(house, line, plugIn))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .reduce((first, second) -> second)
                .orElse("");
    }

    private static List<String> lines(House house, String setting, String plugIn, String word) {
        List<String> lines = new ArrayList<>(values(house, setting));
        lines.removeIf(line -> isOf(house, line, plugIn));
        if (!word.isEmpty()) {
            lines.add(plugIn + "=" + word);
        }
        return lines;
    }

    private static List<String> values(House house, String setting) {
        return house.configurations()
                .show(PIPELINE)
                .flatMap(each -> each.setting(setting))
                .map(Setting::values)
                .orElse(List.of());
    }

    /** Whether this line is of this plug-in, and of no other filter. */
    private static boolean isOf(House house, String line, String plugIn) {
        String name = line.substring(0, Math.max(0, line.indexOf('='))).strip();
        return fits(name, plugIn)
                && house.intake().order().stream()
                        .map(Step::plugin)
                        .noneMatch(each -> !each.equals(plugIn) && fits(name, each));
    }

    private static boolean fits(String name, String plugIn) {
        return plugIn.equals(name) || (!name.isEmpty() && plugIn.endsWith("." + name));
    }
}
