package org.posthouse.lib.page;

/**
 * A button that posts an order.
 *
 * @param action value of the parameter {@code action}
 * @param label what stands on it
 * @param name what it is called where it is not seen among its neighbours: {@code Delete mail 4711}
 * @param question asked before it is posted; empty: nothing is asked
 */
public record Order(String action, String label, String name, String question) {
    public static Order of(String action, String label, String name) {
        return new Order(action, label, name, "");
    }

    /** The same for what cannot be taken back. */
    public Order asking(String sentence) {
        return new Order(action, label, name, sentence);
    }

    void write(Html html) {
        if (question.isEmpty()) {
            html.element("button", label, "name", "action", "value", action, "aria-label", name);
        } else {
            html.element(
                    "button",
                    label,
                    "name",
                    "action",
                    "value",
                    action,
                    "aria-label",
                    name,
                    "class",
                    "grave",
                    "data-confirm",
                    question);
        }
    }
}
