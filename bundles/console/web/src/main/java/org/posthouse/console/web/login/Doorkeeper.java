package org.posthouse.console.web.login;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets administrators in: by the login page and a cookie, or, for scripts, by name and password with each request. */
public final class Doorkeeper {
    /** Name of a header: sent by a page that nobody may be looking at. */
    public static final String REFRESH = "X-Refresh";

    private static final Logger AUDIT = LoggerFactory.getLogger("posthouse.audit");
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final String BASIC = "Basic ";
    /** How long nobody is asked again whether there is an administrator now. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final Directory directory;
    private final Sessions sessions;
    private final Clock clock;
    private volatile boolean administratorSeen;
    private volatile Instant asked = Instant.MIN;

    public Doorkeeper(Accounts accounts, Directory directory, Sessions sessions, Clock clock) {
        this.accounts = accounts;
        this.directory = directory;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Whether there is anybody who could log in; until then there is no console. */
    public boolean open() {
        Instant now = clock.instant();
        if (!administratorSeen && asked.isBefore(now.minus(PAUSE))) {
            asked = now;
            try {
                administratorSeen =
                        directory.accounts(Optional.empty()).stream().anyMatch(Doorkeeper::mayEnter);
            } catch (MailException e) {
                LOG.debug("nobody knows whether there is an administrator: {}", e.getMessage());
            }
        }
        return administratorSeen;
    }

    /** Whose request this is. What has been taken from an account meanwhile counts at once. */
    public Optional<Session> visitor(HttpServletRequest request) throws MailException {
        boolean active = request.getHeader(REFRESH) == null;
        Optional<Session> session = token(request).flatMap(token -> sessions.find(token, active));
        if (session.isPresent()) {
            Optional<Account> account = accounts.account(session.get().account());
            if (account.filter(Doorkeeper::mayEnter).isPresent()) {
                return session;
            }
            token(request).ifPresent(sessions::close);
            return Optional.empty();
        }
        return byHeader(request);
    }

    /** Checks name and password; a cookie then tells the browser's next requests. False: refused. */
    public boolean login(HttpServletRequest request, HttpServletResponse response, String name, char[] password)
            throws MailException {
        Optional<Account> account = check(request, name, password);
        AUDIT.info(
                "console: login from {}: {}",
                request.getRemoteAddr(),
                account.map(each -> each.address().toString()).orElse("refused"));
        account.ifPresent(each -> response.addCookie(cookie(request, sessions.open(each), -1)));
        return account.isPresent();
    }

    public void logout(HttpServletRequest request, HttpServletResponse response) {
        token(request).ifPresent(sessions::close);
        response.addCookie(cookie(request, "", 0));
    }

    /** Whether a password may come this way: by HTTPS, or within this machine. */
    public boolean confidential(HttpServletRequest request) {
        try (Browser browser = new Browser(request, clock.instant())) {
            return browser.confidential();
        }
    }

    /** RFC 7617. The server never asks for it, so no browser sends it by itself. */
    private Optional<Session> byHeader(HttpServletRequest request) throws MailException {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        CharBuffer both = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets));
        int colon = both.toString().indexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        char[] password = new char[both.length() - colon - 1];
        both.subSequence(colon + 1, both.length()).get(password);
        return check(request, both.subSequence(0, colon).toString(), password)
                .map(each -> new Session(each.id(), each.address().toString(), clock.instant(), ""));
    }

    private Optional<Account> check(HttpServletRequest request, String name, char[] password) throws MailException {
        try (Browser browser = new Browser(request, clock.instant())) {
            if (!browser.confidential()) {
                return Optional.empty();
            }
            return accounts.login(browser, "console", name, password).filter(Doorkeeper::mayEnter);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static boolean mayEnter(Account account) {
        return account.enabled() && account.administrator();
    }

    private static Optional<String> token(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(each -> each.getName().equals(cookieName(request)))
                        .map(Cookie::getValue)
                        .filter(each -> !each.isEmpty())
                        .findFirst();
    }

    /** Cookies know no ports (RFC 6265 §8.5): two servers of one machine each have their own. */
    private static String cookieName(HttpServletRequest request) {
        return "posthouse-" + request.getLocalPort();
    }

    private static Cookie cookie(HttpServletRequest request, String value, int maxAge) {
        Cookie cookie = new Cookie(cookieName(request), value);
        cookie.setPath("/system/console");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge(maxAge);
        cookie.setAttribute("SameSite", "Strict");
        return cookie;
    }
}
