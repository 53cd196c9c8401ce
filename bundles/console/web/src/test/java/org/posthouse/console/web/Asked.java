package org.posthouse.console.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request and its answer, of which only what is asked for is there. */
public final class Asked {
    private final Map<String, String> headers = new HashMap<>(Map.of("host", "localhost:8080"));
    private final Map<String, String> parameters = new HashMap<>();
    private final String method;
    private final String path;
    private byte[] sent = {};
    private Runnable whileRead = () -> {};
    private boolean dripping;
    private Optional<Cookie> cookie = Optional.empty();
    private String address = "127.0.0.1";

    final Map<String, String> answered = new HashMap<>();
    final StringWriter body = new StringWriter();
    int status = 200;
    String redirected = "";
    private Optional<Cookie> set = Optional.empty();

    public Asked(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public Asked with(String header, String value) {
        headers.put(header.toLowerCase(Locale.ROOT), value);
        return this;
    }

    public Asked parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    Asked sending(String body) {
        sent = body.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Runs before each read of the body. */
    Asked whileRead(Runnable task) {
        whileRead = task;
        return this;
    }

    /** The body comes octet by octet. */
    Asked dripping() {
        dripping = true;
        return this;
    }

    /** The body of a request. */
    private static final class Sent extends ServletInputStream {
        private final InputStream octets;

        private final Runnable before;
        private final boolean dripping;

        Sent(byte[] octets, Runnable before, boolean dripping) {
            this.octets = new ByteArrayInputStream(octets);
            this.before = before;
            this.dripping = dripping;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            before.run();
            return octets.read(to, offset, dripping ? 1 : length);
        }

        @Override
        public int read() throws IOException {
            return octets.read();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    public Asked from(String remote) {
        address = remote;
        return this;
    }

    public Asked with(Cookie brought) {
        cookie = Optional.of(brought);
        return this;
    }

    public Cookie cookie() {
        return set.orElseThrow();
    }

    public boolean hasCookie() {
        return set.isPresent();
    }

    public HttpServletRequest request() {
        return fake(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getMethod" -> method;
            case "getServletPath" -> "";
            case "getPathInfo", "getRequestURI" -> path;
            case "getScheme" -> "http";
            case "getHeader" -> headers.get(((String) arguments[0]).toLowerCase(Locale.ROOT));
            case "getCookies" -> cookie.map(each -> new Cookie[] {each}).orElse(null);
            case "getRemoteAddr" -> address;
            case "getLocalAddr" -> "127.0.0.1";
            case "getRemotePort" -> 40_000;
            case "getLocalPort" -> 8080;
            case "isSecure" -> false;
            case "getQueryString" -> null;
            case "getParameter" -> parameters.get((String) arguments[0]);
            case "getParameterMap" -> {
                Map<String, String[]> all = new HashMap<>();
                parameters.forEach((key, value) -> all.put(key, new String[] {value}));
                yield all;
            }
            case "getContentLengthLong" -> Long.parseLong(headers.getOrDefault("content-length", "-1"));
            case "getContentType" -> headers.get("content-type");
            case "getInputStream" -> new Sent(sent, whileRead, dripping);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    public HttpServletResponse response() {
        return fake(HttpServletResponse.class, (name, arguments) -> {
            switch (name) {
                case "isCommitted" -> {
                    return false;
                }
                case "reset" -> answered.clear();
                case "resetBuffer" -> body.getBuffer().setLength(0);
                case "setHeader" -> answered.put((String) arguments[0], (String) arguments[1]);
                case "setStatus" -> status = (int) arguments[0];
                case "sendRedirect" -> redirected = (String) arguments[0];
                case "addCookie" -> set = Optional.of((Cookie) arguments[0]);
                case "getWriter" -> {
                    return new PrintWriter(body, true);
                }
                case "setContentType", "setCharacterEncoding" -> answered.put(name, (String) arguments[0]);
                default -> throw new UnsupportedOperationException(name);
            }
            return null;
        });
    }

    /** What a method answers. */
    private interface Answer {
        Object to(String name, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                Asked.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> answer.to(called.getName(), arguments)));
    }
}
