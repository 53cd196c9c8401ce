package org.posthouse.console.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What core refuses while Felix's pages change it is told to who asked, in a sentence; it is no failure of the page. */
@Component(
        service = Filter.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT + "=("
                    + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=org.apache.felix.webconsole)",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN + "=/*"
        })
public final class Refusals implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException e) {
            if (!(e.getCause() instanceof MailException refused) || response.isCommitted()) {
                throw e;
            }
            LOG.info("a change was refused: {}", refused.getMessage());
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.resetBuffer();
            answer.setStatus(
                    refused.kind() == MailException.Kind.PERMANENT
                            ? HttpServletResponse.SC_BAD_REQUEST
                            : HttpServletResponse.SC_CONFLICT);
            answer.setContentType("text/plain");
            answer.setCharacterEncoding(StandardCharsets.UTF_8.name());
            answer.getWriter().println(refused.getMessage());
        }
    }
}
