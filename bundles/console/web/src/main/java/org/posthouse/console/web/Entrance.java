package org.posthouse.console.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.web.login.Doorkeeper;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.page.LoginPage;
import org.posthouse.console.web.page.Paths;

/** Where requests without a login end. */
final class Entrance {
    private Entrance() {}

    private static final String OVER =
            "Your login had ended when you sent this: nothing has been done. Log in, and send it again.";

    /** Empty: the answer is given. Who looks for a page, or sends a form, is shown the login page; everything else is told 401. */
    static Optional<Session> enter(Doorkeeper doorkeeper, HttpServletRequest request, HttpServletResponse response)
            throws IOException, MailException {
        Optional<Session> visitor = doorkeeper.visitor(request);
        if (visitor.isEmpty()) {
            if (looksForPage(request)) {
                response.sendRedirect(Paths.LOGIN + "?next=" + encoded(address(request)));
            } else {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                if (request.getMethod().equals("POST") && accepts(request)) {
                    PageDoor.send(response, LoginPage.write(OVER, address(request), doorkeeper.confidential(request)));
                }
            }
        }
        return visitor;
    }

    /** Where to go after the login: a page of the console, whatever a link may have said. */
    static String destination(Optional<String> wanted) {
        return wanted.filter(next -> next.startsWith(Paths.CONSOLE + "/"))
                .filter(next -> !climbs(next.split("\\?", 2)[0]))
                .filter(next -> next.matches("[A-Za-z0-9._~/?&=%+-]*") && !next.startsWith(Paths.LOGIN))
                .orElse(Paths.MAIL);
    }

    /** Whether a path has segments that lead upwards, as browsers understand them, or is not in its plain form. */
    private static boolean climbs(String path) {
        return path.contains("//")
                || Stream.of(path.split("/", -1))
                        .map(segment -> segment.replaceAll("(?i)%2e", "."))
                        .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    private static boolean looksForPage(HttpServletRequest request) {
        return request.getMethod().equals("GET") && accepts(request);
    }

    private static boolean accepts(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    private static String address(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
