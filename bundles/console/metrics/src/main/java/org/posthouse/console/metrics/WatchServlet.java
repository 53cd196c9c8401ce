package org.posthouse.console.metrics;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tells those something who may watch, and nothing to others. */
abstract class WatchServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Watchers watchers;

    WatchServlet(Watchers watchers) {
        this.watchers = watchers;
    }

    /**
     * What is told.
     *
     * @param type the media type, with its charset, which is UTF-8
     */
    record Told(int status, String type, String text) {}

    /** At this moment; any thread. */
    abstract Told tell();

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!watchers.may(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        Told told = tell();
        response.setStatus(told.status());
        response.setContentType(told.type());
        response.getOutputStream().write(told.text().getBytes(StandardCharsets.UTF_8));
    }
}
