package org.posthouse.console.metrics;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.posthouse.api.metrics.Metrics;

/** {@code /metrics}, as Prometheus fetches it. */
@Component(
        service = Servlet.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT + "=" + WatchContext.SELECT,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=/metrics"
        })
public final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Metrics metrics;
    private final transient Watchers watchers;

    @Activate
    public MetricsServlet(@Reference Metrics metrics, @Reference Watchers watchers) {
        this.metrics = metrics;
        this.watchers = watchers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!watchers.may(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        response.setContentType(Exposition.CONTENT_TYPE);
        response.getOutputStream().write(metrics.text().getBytes(StandardCharsets.UTF_8));
    }
}
