package org.posthouse.console.filters;

import java.util.List;
import java.util.Map;

/**
 * Settings as they were typed and not saved.
 *
 * @param values of what was typed, without secrets
 * @param complaints what is wrong, by setting
 */
record Draft(String pid, Map<String, List<String>> values, Map<String, String> complaints) {
    /** Names the parameter of the page's address. */
    static final String PARAMETER = "draft";

    Draft {
        values = Map.copyOf(values);
        complaints = Map.copyOf(complaints);
    }
}
