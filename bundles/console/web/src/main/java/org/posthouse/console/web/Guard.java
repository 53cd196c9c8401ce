package org.posthouse.console.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.posthouse.console.web.login.Doorkeeper;
import org.posthouse.console.web.page.Paths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees every request before anything else does: what no page should have to think of. */
@Component(service = {Preprocessor.class, Guard.class})
public final class Guard implements Preprocessor {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    /** 421 Misdirected Request, RFC 9110 §15.5.20. */
    private static final int MISDIRECTED = 421;

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> WRITING = Set.of("POST", "PUT", "DELETE");
    /** Of Felix's pages, those whose changes the house learns of. Bundles are changed through PlugIns, or their seats are not kept. */
    private static final Set<String> CHANGING = Set.of("configMgr", "components", "logs");

    private static final Set<String> ORDERS = Set.of("apply", "delete", "unbind");
    private static final String COMMON =
            "default-src 'none'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; ";
    private static final String STRICT = COMMON + "script-src 'self'; style-src 'self'; img-src 'self'";
    /** Felix's pages have scripts and styles in their midst, and sort their tables by functions made of texts. */
    private static final String FELIX = COMMON
            + "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private final Doorkeeper doorkeeper;
    private final Supplier<Set<String>> hosts;
    private final LongSupplier upload;

    @Activate
    public Guard(@Reference House house) {
        this(house.doorkeeper(), () -> house.settings().hosts(), () -> house.settings()
                .upload());
    }

    /**
     * @param hosts names by which we may be asked for
     * @param upload octets of the largest
     */
    Guard(Doorkeeper doorkeeper, Supplier<Set<String>> hosts, LongSupplier upload) {
        this.doorkeeper = doorkeeper;
        this.hosts = hosts;
        this.upload = upload;
    }

    @Override
    public void init(FilterConfig configuration) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        String path = path(asked);
        headers(path, answer);
        Optional<Refusal> refusal = refusal(asked, path);
        if (refusal.isPresent()) {
            refusal.get().send(answer);
        } else if (Set.of("/", Paths.CONSOLE, Paths.CONSOLE + "/").contains(path)) {
            answer.sendRedirect(Paths.MAIL);
        } else {
            pass(bounded(asked), path, answer, chain);
        }
    }

    private HttpServletRequest bounded(HttpServletRequest request) {
        return WRITING.contains(request.getMethod()) && request.getContentLengthLong() < 0
                ? new BoundedRequest(request, upload.getAsLong())
                : request;
    }

    /** What goes wrong behind is for the log; a stack trace is nobody's business. */
    private static void pass(HttpServletRequest request, String path, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            LOG.error("a page has failed", e);
            if (!response.isCommitted()) {
                response.reset();
                headers(path, response);
                new Refusal(
                                HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                                "This page has failed; the server's log says how.")
                        .send(response);
            }
        }
    }

    /** As it will be understood: decoded, without empty segments. */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo() == null ? "" : request.getPathInfo();
        return (request.getServletPath() + info).replaceAll("/+", "/");
    }

    private static void headers(String path, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", felix(path) ? FELIX : STRICT);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cache-Control", path.contains("/res/") ? "private, max-age=3600" : "no-store");
    }

    private static boolean felix(String path) {
        return path.startsWith(Paths.CONSOLE + "/") && !(path + "/").startsWith(Paths.MAIL + "/");
    }

    private Optional<Refusal> refusal(HttpServletRequest request, String path) {
        if (!Hosts.ours(request, hosts.get())) {
            return Refusal.of(MISDIRECTED, "This server is not known by that name; its names are in the settings.");
        }
        if (path.startsWith(Paths.CONSOLE) && !doorkeeper.open()) {
            return Refusal.of(
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "There is no administrator yet: make one with 'posthouse account add ADDRESS --admin'.");
        }
        boolean writes = WRITING.contains(request.getMethod()) || writesByReading(request, path);
        if (!writes && !READING.contains(request.getMethod())) {
            return Refusal.of(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Nothing here answers to that method.");
        }
        if (writes && !fromUs(request)) {
            return Refusal.of(HttpServletResponse.SC_FORBIDDEN, "Changes are made from the console's own pages only.");
        }
        if (writes && felix(path) && !CHANGING.contains(path.split("/", -1)[3])) {
            return Refusal.of(
                    HttpServletResponse.SC_FORBIDDEN,
                    "Plug-ins are started, stopped, installed and removed on the console's page Filters or by 'posthouse plugin':"
                            + " mail goes on meanwhile, and the server remembers it.");
        }
        return Optional.empty();
    }

    /** Felix's page about configuration takes changes by GET as well. */
    private static boolean writesByReading(HttpServletRequest request, String path) {
        return felix(path) && ORDERS.stream().anyMatch(order -> request.getParameter(order) != null);
    }

    /** Browsers tell where a change comes from. What tells nothing is no page, and must bring a password itself. */
    private static boolean fromUs(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            return false;
        }
        return Hosts.sameOrigin(request).orElse(request.getHeader("Authorization") != null);
    }

    /** An answer in a sentence. */
    private record Refusal(int status, String sentence) {
        static Optional<Refusal> of(int status, String sentence) {
            return Optional.of(new Refusal(status, sentence));
        }

        void send(HttpServletResponse response) throws IOException {
            response.setStatus(status);
            response.setContentType("text/plain");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getWriter().println(sentence);
        }
    }
}
