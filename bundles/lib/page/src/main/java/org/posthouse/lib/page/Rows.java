package org.posthouse.lib.page;

import java.time.Instant;
import java.util.List;

/** A table. Where it does not fit, as in a narrow window, each row becomes a card, whose lines are named by the headings. */
public final class Rows {
    private final Html html;
    private final List<String> headings;
    private int column;

    /**
     * Begins it.
     *
     * @param caption what it is a table of, for those who do not see where it stands
     * @param headings an empty one is for buttons
     */
    public Rows(Html html, String caption, String... headings) {
        this(html, "cards", caption, headings);
    }

    private Rows(Html html, String kind, String caption, String... headings) {
        this.html = html;
        this.headings = List.of(headings);
        html.open("div", "class", "scroll").open("table", "class", kind);
        html.element("caption", caption, "class", "unseen").open("thead").open("tr");
        for (String heading : headings) {
            if (heading.isEmpty()) {
                html.open("td").close();
            } else {
                html.element("th", heading, "scope", "col");
            }
        }
        html.close().close().open("tbody");
    }

    /** Begins one that needs a wide window: in a middle one, too, each row is a card. */
    public static Rows wide(Html html, String caption, String... headings) {
        return new Rows(html, "cards wide", caption, headings);
    }

    public Rows begin() {
        html.open("tr");
        column = 0;
        return this;
    }

    public Rows cell(Object text) {
        open("");
        html.text(text).close();
        return this;
    }

    /** What is compared from row to row. */
    public Rows number(Object text) {
        open("number");
        html.text(text).close();
        return this;
    }

    /** How many, or how much: digits stand below digits. */
    public Rows figure(Object text) {
        open("number figure");
        html.text(text).close();
        return this;
    }

    /** A coloured word; the style sheet knows good, fair, bad and plain. */
    public Rows badge(Object word, String grade) {
        open("");
        html.badge(word, grade).close();
        return this;
    }

    public Rows link(Object text, String address) {
        open("");
        html.link(text, address).close();
        return this;
    }

    /** A moment, in one line. */
    public Rows time(Instant time) {
        open("number");
        html.element("time", Words.time(time), "datetime", time.toString()).close();
        return this;
    }

    /** What is known by an id that stays in one piece. */
    public Rows id(Object id, String address) {
        open("number");
        html.link(id, address).close();
        return this;
    }

    /** An address of mail. */
    public Rows address(Object address) {
        open("");
        html.address(address).close();
        return this;
    }

    /** Sentences: they take what room the other columns leave. */
    public Rows sentence(Object text) {
        open("sentence");
        html.text(text).close();
        return this;
    }

    /** Buttons about what the row is about. */
    public Rows orders(String token, String field, String value, List<Order> orders) {
        if (orders.isEmpty()) {
            return cell("");
        }
        open("buttons");
        Form.orders(html, token, field, value, orders);
        html.close();
        return this;
    }

    /** A cell with anything in it. */
    public Rows cell(Filling filling) {
        open("");
        html.open("span");
        filling.write(html);
        html.close().close();
        return this;
    }

    /** What stands in a cell. */
    @FunctionalInterface
    public interface Filling {
        void write(Html html);
    }

    private void open(String kind) {
        if (column == headings.size()) {
            throw new IllegalStateException("more cells than headings");
        }
        html.open("td", "class", kind, "data-label", headings.get(column));
        column++;
    }

    public Rows end() {
        html.close();
        return this;
    }

    /** Ends the table. */
    public void close() {
        html.close().close().close();
    }
}
