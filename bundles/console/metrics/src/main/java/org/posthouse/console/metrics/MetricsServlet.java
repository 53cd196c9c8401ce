package org.posthouse.console.metrics;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
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
public final class MetricsServlet extends WatchServlet {
    private static final long serialVersionUID = 1;

    private final transient Metrics metrics;

    @Activate
    public MetricsServlet(@Reference Metrics metrics, @Reference Watchers watchers) {
        super(watchers);
        this.metrics = metrics;
    }

    @Override
    Told tell() {
        return new Told(HttpServletResponse.SC_OK, Exposition.CONTENT_TYPE, metrics.text());
    }
}
