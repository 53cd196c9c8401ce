package org.posthouse.console.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.web.page.Paths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use Felix's pages: administrators. The framework was told to wait for this provider, so that without it there are no pages at
 * all; Felix's own password is never asked. There are none without the guard, either.
 */
@Component(service = SecurityProvider.class, property = SecurityProvider.PROPERTY_ID + "=posthouse")
public final class ConsoleSecurity implements SecurityProvider {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSecurity.class);

    private final House house;

    @Activate
    public ConsoleSecurity(@Reference House house, @Reference Guard guard) {
        this.house = house;
        LOG.debug("Felix's pages stand behind {}", guard);
    }

    /** The session, or null as Felix wants it, after the answer was sent. */
    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        try {
            return Entrance.enter(house.doorkeeper(), request, response).orElse(null);
        } catch (IOException | MailException e) {
            LOG.debug("a request could not be let in", e);
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return null;
        }
    }

    /** Whoever is in is an administrator. */
    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        house.doorkeeper().logout(request, response);
        try {
            response.sendRedirect(Paths.LOGIN);
        } catch (IOException e) {
            LOG.debug("a browser went away while it was logged out", e);
        }
    }
}
