package org.posthouse.console.metrics;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * {@code /health}: 200 while nothing is wrong, also if there is something to know (a check says {@code warn}), 503 while something is
 * wrong; a line for each check, without what it found.
 */
@Component(
        service = Servlet.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT + "=" + WatchContext.SELECT,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=/health"
        })
public final class HealthServlet extends WatchServlet {
    private static final long serialVersionUID = 1;

    private final transient HealthCheckExecutor checks;

    @Activate
    public HealthServlet(@Reference HealthCheckExecutor checks, @Reference Watchers watchers) {
        super(watchers);
        this.checks = checks;
    }

    @Override
    Told tell() {
        boolean well = true;
        StringBuilder text = new StringBuilder();
        for (HealthCheckExecutionResult check : checks.execute(HealthCheckSelector.tags("posthouse"))) {
            Result.Status status = check.getHealthCheckResult().getStatus();
            well &= status == Result.Status.OK || status == Result.Status.WARN;
            text.append(check.getHealthCheckMetadata().getName())
                    .append(' ')
                    .append(status.name().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        return new Told(
                well ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "text/plain; charset=utf-8",
                text.toString());
    }
}
