package org.posthouse.cnf.assemble;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.launcher.feature.FeatureException;

/** Fills in <code>${name}</code>. A name without a value is an error, since it would be found only where a bundle is missing. */
final class Placeholders {
    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9.-]+)}");

    private final UnaryOperator<String> values;

    /** @param values gives null for a name it does not know */
    Placeholders(UnaryOperator<String> values) {
        this.values = values;
    }

    String fill(String file, String text) {
        return NAME.matcher(text).replaceAll(match -> {
            String value = values.apply(match.group(1));
            if (value == null) {
                throw new FeatureException(file + ": no version or property " + match.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
