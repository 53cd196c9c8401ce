package org.posthouse.console.metrics;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** {@code /health}: 200 while all is well, 503 while something is not; a line for each check, without what it found. */
@Component(
        service = Servlet.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT + "=" + WatchContext.SELECT,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=/health"
        })
public final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient HealthCheckExecutor checks;
    private final transient Watchers watchers;

    @Activate
    public HealthServlet(@Reference HealthCheckExecutor checks, @Reference Watchers watchers) {
        this.checks = checks;
        this.watchers = watchers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!watchers.may(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        boolean well = true;
        StringBuilder text = new StringBuilder();
        for (HealthCheckExecutionResult check : checks.execute(HealthCheckSelector.tags("posthouse"))) {
            well &= check.getHealthCheckResult().isOk();
            text.append(check.getHealthCheckMetadata().getName())
                    .append(' ')
                    .append(check.getHealthCheckResult().getStatus().name().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        response.setStatus(well ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
