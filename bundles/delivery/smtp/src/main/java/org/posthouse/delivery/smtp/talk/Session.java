package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.mail.Status;
import org.posthouse.delivery.smtp.hop.NextHop;
import org.posthouse.delivery.smtp.hop.Tls;

/** A connection on which mail can be sent: greeted, secured and logged in as its hop wants it. One thread at a time. */
final class Session {
    private static final Status NOT_SECURE = new Status(4, 7, 4);
    private static final Status TLS_FAILED = new Status(4, 7, 5);

    private final NextHop hop;
    private final Wire wire;
    private final Caller caller;
    private Map<String, String> extensions = Map.of();
    private int mails;

    Session(NextHop hop, Wire wire, Caller caller) {
        this.hop = hop;
        this.wire = wire;
        this.caller = caller;
    }

    NextHop hop() {
        return hop;
    }

    Wire wire() {
        return wire;
    }

    Times times() {
        return caller.times();
    }

    /** How many mails it has carried before. */
    int mails() {
        return mails;
    }

    void used() {
        mails++;
    }

    boolean offers(String extension) {
        return extensions.containsKey(extension);
    }

    /** What stands behind an extension's name. */
    String parameters(String extension) {
        return extensions.getOrDefault(extension, "");
    }

    /** The host, its address, TLS if there is any, and what it said: for reports and the trace. */
    String say(Object what) {
        return hop + wire.protocol().map(protocol -> " (" + protocol + ")").orElse("") + ": " + what;
    }

    /** @param secure whether TLS is to be tried where it is not a must */
    void open(boolean secure) throws IOException, HostException {
        if (hop.implicitTls()) {
            startTls();
        }
        HostReply greeting = wire.reply(times().greeting());
        if (greeting.code() != 220) {
            throw refusal(greeting);
        }
        hello();
        if (!hop.implicitTls() && hop.tls() != Tls.NONE && (secure || hop.needsTls())) {
            upgrade();
        }
        if (hop.login().isPresent()) {
            new Authentication(this).login(hop.login().get());
        }
    }

    private void hello() throws IOException, HostException {
        String name = caller.name(literal(wire.local()));
        HostReply reply = wire.ask("EHLO " + name, times().command());
        if (reply.permanent()) {
            // RFC 5321 §3.2: it does not know EHLO.
            reply = wire.ask("HELO " + name, times().command());
            extensions = Map.of();
        } else {
            extensions = extensions(reply.lines());
        }
        if (!reply.positive()) {
            throw refusal(reply);
        }
    }

    /** RFC 5321 §4.1.1.1: keywords in upper case, from the second line on. */
    private static Map<String, String> extensions(List<String> lines) {
        Map<String, String> extensions = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.strip().split(" +", 2);
            extensions.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
        }
        return extensions;
    }

    private void upgrade() throws IOException, HostException {
        if (!offers("STARTTLS")) {
            if (hop.needsTls()) {
                throw new HostException(NOT_SECURE, say("TLS is wanted and not offered"));
            }
            return;
        }
        HostReply reply = wire.ask("STARTTLS", times().command());
        if (reply.code() == 220) {
            startTls();
            hello();
        } else if (hop.needsTls()) {
            throw new HostException(NOT_SECURE, say(reply));
        }
    }

    private void startTls() throws TlsException {
        boolean verify = hop.verify() && hop.needsTls();
        try {
            wire.secure(caller.tls(verify), hop.host(), verify, times().command());
        } catch (IOException e) {
            throw new TlsException(TLS_FAILED, say(TlsFailure.words(e)), e);
        }
    }

    static String oneLine(Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return text.replaceAll("[^ -~]+", " ");
    }

    /** TLS was begun and not finished: in clear, on another connection, it may go well. */
    static final class TlsException extends HostException {
        private static final long serialVersionUID = 1;

        TlsException(Status status, String text, Throwable cause) {
            super(status, text, cause);
        }
    }

    HostException refusal(HostReply reply) {
        Status status = reply.positive() || reply.intermediate() ? new Status(4, 5, 0) : reply.status();
        return new HostException(status, say(reply));
    }

    /** RFC 5321 §4.1.3. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        return address instanceof Inet6Address ? "[IPv6:" + bare + "]" : "[" + bare + "]";
    }

    /** Says goodbye and does not wait for an answer: it was the last thing to say, RFC 5321 §4.1.1.10. */
    void quit() {
        try {
            wire.line("QUIT");
            wire.flush(times().connect());
        } catch (IOException e) {
            // It has gone before us.
        }
        wire.close();
    }
}
