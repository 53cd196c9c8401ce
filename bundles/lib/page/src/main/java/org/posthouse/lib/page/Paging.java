package org.posthouse.lib.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a long list is shown.
 *
 * @param page from 1 on, as the page's address says it by its parameter {@code page}
 * @param size rows of one
 * @param total rows of all
 */
public record Paging(int page, int size, int total) {
    public Paging {
        if (size < 1 || total < 0) {
            throw new IllegalArgumentException("a page has rows");
        }
        page = Math.max(1, Math.min(page, pages(size, total)));
    }

    /** @param asked what the address says; anything else than a number is the first page */
    public static Paging of(String asked, int size, int total) {
        return new Paging(asked.matches("[0-9]{1,9}") ? Integer.parseInt(asked) : 1, size, total);
    }

    private static int pages(int size, int total) {
        return Math.max(1, (total + size - 1) / size);
    }

    /** Of these rows, those of this page. */
    public <T> List<T> of(List<T> rows) {
        int from = Math.min((page - 1) * size, rows.size());
        return List.copyOf(rows.subList(from, Math.min(from + size, rows.size())));
    }

    /** Links to the pages before and after; nothing if there is one only. */
    public void write(Html html, String... parameters) {
        int pages = pages(size, total);
        if (pages == 1) {
            return;
        }
        html.open("nav", "class", "paging", "aria-label", "further pages");
        link(html, page > 1, page - 1, "previous", parameters);
        html.element("span", "page " + page + " of " + pages + ", " + total + " in all");
        link(html, page < pages, page + 1, "next", parameters);
        html.close();
    }

    private static void link(Html html, boolean there, int to, String words, String... parameters) {
        if (there) {
            List<String> all = new ArrayList<>(List.of(parameters));
            all.add("page");
            all.add(Integer.toString(to));
            html.element("a", words, "href", Links.here(all.toArray(String[]::new)), "rel", words.substring(0, 4));
        }
    }
}
