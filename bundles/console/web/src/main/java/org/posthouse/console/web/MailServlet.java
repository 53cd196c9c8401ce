package org.posthouse.console.web;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.trace.Trace;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.page.ConnectionsSection;
import org.posthouse.console.web.page.LoginPage;
import org.posthouse.console.web.page.MailPage;
import org.posthouse.console.web.page.Paths;
import org.posthouse.console.web.page.PlugInsSection;
import org.posthouse.console.web.page.QueueSection;
import org.posthouse.console.web.page.TracePage;
import org.posthouse.console.web.pages.Pages;

/** Our pages. */
@Component(
        service = Servlet.class,
        property = {
            HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT + "=("
                    + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + MailContext.NAME + ")",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=/*",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_ENABLED + "=true",
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_MULTIPART_MAXFILESIZE + ":Long=" + Uploads.MOST_OCTETS
        })
public final class MailServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Map<String, String> RESOURCES = Map.of(
            "/style.css", "text/css",
            "/mail.js", "text/javascript",
            "/horn.svg", "image/svg+xml");

    private final transient House house;
    private final transient MailPage page;
    private final transient TracePage tracePage;
    private final transient Orders orders;
    private final transient Pages pages;
    private final transient PageDoor door;

    @Activate
    public MailServlet(
            BundleContext bundle,
            @Reference House house,
            @Reference Pages pages,
            @Reference Listeners listeners,
            @Reference MailQueue queue,
            @Reference Trace trace,
            @Reference PlugIns plugIns,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<Breakers> breakers) {
        Clock clock = Clock.systemUTC();
        this.house = house;
        this.pages = pages;
        this.door = new PageDoor(pages);
        this.tracePage = new TracePage(trace);
        this.orders = new Orders(listeners, queue, plugIns);
        this.page = new MailPage(
                Optional.ofNullable(bundle.getProperty("posthouse.version")).orElse(""),
                List.of(
                        new QueueSection(queue, clock),
                        new ConnectionsSection(listeners, clock),
                        new PlugInsSection(plugIns, breakers, clock)));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        if (RESOURCES.containsKey(path)) {
            response.setContentType(RESOURCES.get(path));
            response.getOutputStream().write(resource(path));
        } else if (path.equals("/login")) {
            login(request, response, "");
        } else {
            served(request, response, session -> show(path, session, request, response));
        }
    }

    private void show(String path, Session session, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (path) {
            case "" -> response.sendRedirect(door.first());
            case "/old" -> html(response, page.write(session, pages.menu()));
            case "/trace" ->
                html(
                        response,
                        tracePage.write(session, pages.menu(), parameter(request, "by"), parameter(request, "q")));
            default -> door.show(session, request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        if (path.equals("/login")) {
            tryLogin(request, response);
        } else if (path.equals("/logout")) {
            served(request, response, session -> {
                if (!PageDoor.refused(session, request, response)) {
                    house.doorkeeper().logout(request, response);
                    response.sendRedirect(Paths.LOGIN);
                }
            });
        } else {
            served(request, response, session -> {
                if (door.leadsTo(path)) {
                    door.act(session, request, response);
                    return;
                }
                session.say(orders.carryOut(session.name(), path, name -> parameter(request, name)), true);
                response.sendRedirect(Paths.MAIL);
            });
        }
    }

    /** A plug-in's jar, as the body; answers with a sentence. */
    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        served(request, response, session -> {
            if (door.leadsTo(path(request))) {
                door.act(session, request, response);
                return;
            }
            String said = path(request).equals("/plugins")
                    ? orders.install(session.name(), parameter(request, "file"), request.getInputStream())
                    : "There is nothing to put here.";
            session.say(said, true);
            response.setContentType("text/plain");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getWriter().println(said);
        });
    }

    private void tryLogin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        char[] password = parameter(request, "password").toCharArray();
        try {
            if (house.doorkeeper().login(request, response, parameter(request, "name"), password)) {
                response.sendRedirect(Entrance.destination(Optional.of(parameter(request, "next"))));
            } else {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                login(request, response, "Name or password is wrong, or this is no administrator.");
            }
        } catch (MailException e) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            login(request, response, "Nobody can log in now: " + e.getMessage());
        }
    }

    private void login(HttpServletRequest request, HttpServletResponse response, String message) throws IOException {
        html(
                response,
                LoginPage.write(
                        message, parameter(request, "next"), house.doorkeeper().confidential(request)));
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
        void of(Session session) throws IOException, MailException;
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

    private static void html(HttpServletResponse response, String page) throws IOException {
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(page);
    }
}
