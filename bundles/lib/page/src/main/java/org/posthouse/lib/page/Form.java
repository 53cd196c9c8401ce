package org.posthouse.lib.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * A form of the page on which it stands; it posts to where it is seen. Has the session's token in it, and a label for each field. Works
 * without a script.
 */
public final class Form {
    /** Name of the field with the session's token. */
    public static final String TOKEN = "token";

    private final Html html;
    private final String id;
    private String hint = "";
    private String complaint = "";

    private Form(Html html, String id) {
        this.html = html;
        this.id = id;
    }

    /**
     * One that gives an order.
     *
     * @param id of its own on the page; the fields' ids begin with it
     * @param token of the visit
     */
    public static Form post(Html html, String id, String token) {
        html.open("form", "method", "post", "id", id, "class", "form");
        html.open("input", "type", "hidden", "name", TOKEN, "value", token);
        return new Form(html, id);
    }

    /** One that uploads a file: the visit's body. The file may also be dropped on the section in which the form stands. */
    public static Form upload(Html html, String id, String token) {
        html.open("form", "method", "post", "enctype", "multipart/form-data", "id", id, "class", "form drop");
        html.open("input", "type", "hidden", "name", TOKEN, "value", token);
        return new Form(html, id);
    }

    /** One that looks for something: its fields become parameters of the page's address. */
    public static Form search(Html html, String id) {
        html.open("form", "method", "get", "id", id, "class", "form search", "role", "search");
        return new Form(html, id);
    }

    /** Nothing but buttons, all about one thing: the form of a table's row. */
    public static void orders(Html html, String token, String field, String value, List<Order> orders) {
        html.open("form", "method", "post", "class", "orders");
        html.open("input", "type", "hidden", "name", TOKEN, "value", token);
        html.open("input", "type", "hidden", "name", field, "value", value);
        orders.forEach(each -> each.write(html));
        html.close();
    }

    /** A form whose fields stand below each other, as wide as there is room. */
    public static Form settings(Html html, String id, String token) {
        html.open("form", "method", "post", "id", id, "class", "form settings");
        html.open("input", "type", "hidden", "name", TOKEN, "value", token);
        return new Form(html, id);
    }

    public Form hidden(String name, String value) {
        html.open("input", "type", "hidden", "name", name, "value", value);
        return this;
    }

    /** Whose password the form is about: for those who keep passwords, not to be seen. */
    public Form whose(String name) {
        html.open("input", "type", "text", "autocomplete", "username", "value", name, "readonly", "", "hidden", "");
        return this;
    }

    /** Stands below the label of the next field, which is described by it. */
    public Form hint(String sentence) {
        hint = sentence;
        return this;
    }

    /** What is wrong with what the next field holds. */
    public Form complaint(String sentence) {
        complaint = sentence;
        return this;
    }

    /** @param attributes further ones of the field, names and values in turn: type, placeholder, required … */
    public Form field(String name, String label, String value, String... attributes) {
        String[] described = begin(name, label, attributes);
        html.open("input", with(described, "id", id + "-" + name, "name", name, "value", value));
        html.close();
        return this;
    }

    public Form area(String name, String label, String value, int rows, String... attributes) {
        String[] described = begin(name, label, attributes);
        html.element(
                "textarea",
                value,
                with(described, "id", id + "-" + name, "name", name, "rows", Integer.toString(rows)));
        html.close();
        return this;
    }

    /** @param options words by values, in their order */
    public Form choice(String name, String label, Map<String, String> options, String chosen, String... attributes) {
        String[] described = begin(name, label, attributes);
        html.open("select", with(described, "id", id + "-" + name, "name", name));
        options.forEach((value, words) -> {
            if (value.equals(chosen)) {
                html.element("option", words, "value", value, "selected", "");
            } else {
                html.element("option", words, "value", value);
            }
        });
        html.close().close();
        return this;
    }

    /**
     * Several of one setting, each to be ticked: the names of their fields are the setting's, an = and the value.
     *
     * @param options words by values, in their order
     */
    public Form ticks(String name, String label, Map<String, String> options, Collection<String> ticked) {
        String field = id + "-" + name;
        html.open("fieldset", with(described(field), "class", "field")).element("legend", label);
        about(field);
        options.forEach((value, words) -> tick(name + "=" + value, words, ticked.contains(value)));
        html.close();
        return this;
    }

    public Form tick(String name, String label, boolean ticked) {
        html.open("div", "class", "tick");
        String[] on = ticked ? new String[] {"checked", ""} : new String[0];
        html.open("input", with(on, "type", "checkbox", "id", id + "-" + name, "name", name, "value", "true"));
        html.element("label", label, "for", id + "-" + name).close();
        return this;
    }

    /** Fields that belong together, in lines of their own. */
    public Form group(String label, Consumer<Form> fields) {
        html.open("fieldset", "class", "group").element("legend", label);
        fields.accept(this);
        html.close();
        return this;
    }

    /** A file to be uploaded. */
    public Form file(String label, String accept) {
        begin("file", label);
        html.open("input", "type", "file", "id", id + "-file", "name", "file", "accept", accept, "required", "");
        html.close().element("p", "or drop it here", "class", "hint");
        return this;
    }

    /** The attributes with those that tell where the field is described. */
    private String[] begin(String name, String label, String... attributes) {
        String field = id + "-" + name;
        html.open("div", "class", "field").element("label", label, "for", field);
        String[] all = with(attributes, described(field));
        about(field);
        return all;
    }

    private String[] described(String field) {
        StringJoiner places = new StringJoiner(" ");
        if (!complaint.isEmpty()) {
            places.add(field + "-complaint");
        }
        if (!hint.isEmpty()) {
            places.add(field + "-hint");
        }
        if (places.length() == 0) {
            return new String[0];
        }
        return complaint.isEmpty()
                ? new String[] {"aria-describedby", places.toString()}
                : new String[] {"aria-describedby", places.toString(), "aria-invalid", "true"};
    }

    private void about(String field) {
        if (!hint.isEmpty()) {
            html.element("p", hint, "class", "hint", "id", field + "-hint");
        }
        if (!complaint.isEmpty()) {
            html.element("p", complaint, "class", "complaint", "id", field + "-complaint", "role", "alert");
        }
        hint = "";
        complaint = "";
    }

    private static String[] with(String[] attributes, String... own) {
        List<String> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(attributes));
        return all.toArray(String[]::new);
    }

    /** A button that posts the form as this order. */
    public Form order(Order order) {
        order.write(html);
        return this;
    }

    /** Such buttons in a row of their own. */
    public Form orders(Order... orders) {
        html.open("div", "class", "finish");
        List.of(orders).forEach(each -> each.write(html));
        html.close();
        return this;
    }

    /** Ends it, with a button of these words that posts it. */
    public void end(String button) {
        html.element("button", button).close();
    }

    /** Ends it. */
    public void end() {
        html.close();
    }
}
