package org.posthouse.console.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.web.login.Doorkeeper;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.page.Frame;
import org.posthouse.console.web.page.Title;
import org.posthouse.console.web.pages.Entry;
import org.posthouse.console.web.pages.PageFailure;
import org.posthouse.console.web.pages.PageVisit;
import org.posthouse.console.web.pages.Pages;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.spi.console.PageFile;
import org.posthouse.spi.console.Said;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where requests go into the pages that bundles bring, and answers come out in their frame. */
final class PageDoor {
    private static final Logger AUDIT = LoggerFactory.getLogger("posthouse.audit");
    private static final String HEADER = "X-Token";

    private final Pages pages;
    private final Uploads uploads;

    PageDoor(Pages pages, Uploads uploads) {
        this.pages = pages;
        this.uploads = uploads;
    }

    /** Where one goes who says no more than that it is about mail. */
    String first() {
        return pages.menu().stream()
                .findFirst()
                .map(each -> Links.to(each.path()))
                .orElse(Links.to("none"));
    }

    private static String[] parts(HttpServletRequest request) {
        String path = request.getPathInfo();
        return (path == null || path.isEmpty() ? "" : path.substring(1)).split("/", 2);
    }

    private static String name(HttpServletRequest request) {
        return parts(request)[0];
    }

    private static String below(HttpServletRequest request) {
        String[] parts = parts(request);
        return parts.length > 1 ? parts[1] : "";
    }

    void show(Session session, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = name(request);
        Optional<Entry> entry = pages.find(name);
        if (entry.isEmpty()) {
            missing(session, response);
            return;
        }
        String main;
        String title = entry.get().title();
        PageVisit visit = visit(session, request, Uploads.Upload.NONE);
        try {
            Optional<PageFile> file = visit.below().isEmpty() ? Optional.empty() : pages.file(entry.get(), visit);
            if (file.isPresent()) {
                FileAnswer.send(file.get(), response);
                return;
            }
            main = pages.show(entry.get(), visit);
        } catch (MailException e) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            main = sorry(title, "This cannot be told now: " + e.getMessage());
        } catch (PageFailure e) {
            response.setStatus(e.status());
            main = sorry(title, e.getMessage());
        }
        Html html = Frame.begin(Title.of(entry.get(), main), session, pages.menu(), name);
        // Who keeps a page fresh is not looking for it.
        Frame.said(html, request.getHeader(Doorkeeper.REFRESH) == null ? session.note() : Optional.empty());
        send(response, Frame.end(html.written(main)).toString());
    }

    private void missing(Session session, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        Html html = Frame.begin(Title.of("No such page"), session, pages.menu(), "");
        Frame.said(html, session.note());
        send(
                response,
                html.written(sorry(
                                "No such page",
                                "There is no page of this address, or the bundle that brings it does not run."))
                        .toString());
    }

    private static String sorry(String title, String sentence) {
        return Html.part()
                .element("h1", title)
                .element("p", sentence, "class", "said bad")
                .open("p")
                .link("Back to the overview", Links.MAIL)
                .toString();
    }

    void act(Session session, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Entry> found = pages.find(name(request));
        if (found.isEmpty()) {
            missing(session, response);
            return;
        }
        try (Uploads.Upload upload = uploads.take(request)) {
            if (!refused(session, request, response)) {
                act(found.get(), session, request, upload, response);
            }
        } catch (Uploads.TooLargeException e) {
            Uploads.refuse(response, e);
        }
    }

    private void act(
            Entry entry,
            Session session,
            HttpServletRequest request,
            Uploads.Upload upload,
            HttpServletResponse response)
            throws IOException {
        Said said = carryOut(entry, visit(session, request, upload));
        audit(session.name(), entry.path() + " " + wanted(request), said);
        session.say(said.sentence(), said.done());
        if (request.getMethod().equals("PUT")) {
            say(response, said.done() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_CONFLICT, said.sentence());
        } else {
            response.sendRedirect(address(entry, request, said.next()));
        }
    }

    /** Whether an order does not come from a form or a script of this session; then that is the answer. */
    static boolean refused(Session session, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (session.sent(proof(request))) {
            return false;
        }
        AUDIT.info("console: {}: an order came from no page of this login, and is refused", printable(session.name()));
        say(response, HttpServletResponse.SC_FORBIDDEN, "This form is of another login: open the page anew.");
        return true;
    }

    static void say(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().println(sentence);
    }

    private Said carryOut(Entry entry, PageVisit visit) {
        try {
            return pages.act(entry, visit);
        } catch (MailException | PageFailure e) {
            return Said.notDone("Not done: " + e.getMessage());
        }
    }

    private static String proof(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        return Optional.ofNullable(header == null ? request.getParameter(Form.TOKEN) : header)
                .orElse("");
    }

    /** A place within the page, whatever it says. */
    private static String address(Entry entry, HttpServletRequest request, String next) {
        String page = Links.to(entry.path());
        if (next.isEmpty()) {
            String query = request.getQueryString();
            return request.getRequestURI() + (query == null ? "" : "?" + query);
        }
        if (next.startsWith("?")) {
            return next.length() == 1 ? page : page + next;
        }
        return page + "/" + next;
    }

    private static PageVisit visit(Session session, HttpServletRequest request, Uploads.Upload upload) {
        Map<String, List<String>> values =
                new HashMap<>(Parameters.of(request.getParameterMap(), request.getQueryString()));
        if (!upload.name().isEmpty()) {
            values.put("file", List.of(upload.name()));
        }
        return new PageVisit(session.name(), below(request), values, session.token(), upload.file());
    }

    /** Of what was asked, what is surely no secret; the answer says the rest. */
    private static String wanted(HttpServletRequest request) {
        return Stream.of("action", "id", "name")
                .flatMap(each -> Optional.ofNullable(request.getParameter(each)).stream())
                .collect(Collectors.joining(" "));
    }

    private static void audit(String who, String order, Said said) {
        AUDIT.info("console: {}: {}: {}", printable(who), printable(order), printable(said.sentence()));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    static void send(HttpServletResponse response, String page) throws IOException {
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(page);
    }
}
