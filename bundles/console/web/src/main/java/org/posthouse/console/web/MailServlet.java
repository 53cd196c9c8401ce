package org.posthouse.console.web;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.page.LoginPage;
import org.posthouse.console.web.page.Paths;
import org.posthouse.console.web.pages.Pages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is below our address: the login, what all pages use, and the pages. */
@Component(
        service = {},
        immediate = true)
public final class MailServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(MailServlet.class);
    private static final Map<String, String> RESOURCES = Map.of(
            "/style.css", "text/css",
            "/felix.css", "text/css",
            "/mail.js", "text/javascript",
            "/horn.svg", "image/svg+xml");

    /** Octets of a field of a form; what is longer is put into a file. */
    private static final int FIELDS_IN_MEMORY = 16_384;

    private final transient House house;
    private final transient PageDoor door;
    private final transient LoginForm loginForm = new LoginForm(Clock.systemUTC());

    private final transient ServiceRegistration<Servlet> offered;

    @Activate
    public MailServlet(BundleContext bundle, @Reference House house, @Reference Pages pages) {
        this.house = house;
        this.door = new PageDoor(pages, house.uploads());
        // Offered by hand, as the folder for uploads is known now and not before.
        Map<String, Object> properties = Map.of(
                HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
                "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + MailContext.NAME + ")",
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                "/*",
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_ENABLED,
                true,
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_LOCATION,
                house.uploads().folder().toAbsolutePath().toString(),
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_FILESIZETHRESHOLD,
                FIELDS_IN_MEMORY);
        this.offered = bundle.registerService(Servlet.class, this, FrameworkUtil.asDictionary(properties));
    }

    @Deactivate
    void close() {
        offered.unregister();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        if (RESOURCES.containsKey(path)) {
            response.setContentType(RESOURCES.get(path));
            response.getOutputStream().write(resource(path));
        } else if (path.equals("/login")) {
            login(request, response, parameter(request, "next"), "");
        } else if (path.isEmpty()) {
            served(request, response, session -> response.sendRedirect(door.first()));
        } else {
            served(request, response, session -> door.show(session, request, response));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path(request)) {
            case "/login" -> tryLogin(request, response);
            case "/logout" -> served(request, response, session -> logout(session, request, response));
            default -> served(request, response, session -> door.act(session, request, response));
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        served(request, response, session -> door.act(session, request, response));
    }

    private void logout(Session session, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!PageDoor.refused(session, request, response)) {
            house.doorkeeper().logout(request, response);
            response.sendRedirect(Paths.LOGIN);
        }
    }

    private void tryLogin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String next = "";
        try {
            Map<String, String> fields = loginForm.read(request);
            next = fields.getOrDefault("next", "");
            char[] password = fields.getOrDefault("password", "").toCharArray();
            if (house.doorkeeper().login(request, response, fields.getOrDefault("name", ""), password)) {
                response.sendRedirect(Entrance.destination(Optional.of(next)));
            } else {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                login(request, response, next, "Name or password is wrong, or this is no administrator.");
            }
        } catch (LoginForm.RefusedException e) {
            LOG.debug("a login form from {} is refused: {}", request.getRemoteAddr(), e.getMessage());
            response.setStatus(e.status());
            // The rest of it is nobody's next request.
            response.setHeader("Connection", "close");
            login(request, response, next, e.getMessage());
        } catch (MailException e) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            login(request, response, next, "Nobody can log in now: " + e.getMessage());
        }
    }

    private void login(HttpServletRequest request, HttpServletResponse response, String next, String message)
            throws IOException {
        PageDoor.send(
                response, LoginPage.write(message, next, house.doorkeeper().confidential(request)));
    }

    private void served(HttpServletRequest request, HttpServletResponse response, Work work) throws IOException {
        try {
            Optional<Session> session = Entrance.enter(house.doorkeeper(), request, response);
            if (session.isPresent()) {
                work.of(session.get());
            }
        } catch (MailException e) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** What is done for somebody who is in. */
    @FunctionalInterface
    private interface Work {
        void of(Session session) throws IOException;
    }

    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null || info.equals("/") ? "" : info;
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("");
    }

    private static byte[] resource(String path) throws IOException {
        try (var in = MailServlet.class.getResourceAsStream("/web" + path)) {
            return in.readAllBytes();
        }
    }
}
