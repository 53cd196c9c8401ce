package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.posthouse.api.mail.Status;
import org.posthouse.delivery.smtp.hop.Login;

/** Logs in at a relay host, RFC 4954: PLAIN, or LOGIN where there is nothing else. */
final class Authentication {
    /** A wrong password is the administrator's to correct; no mail is returned for it. */
    private static final Status REFUSED = new Status(4, 7, 8);

    private static final String HIDDEN = "…";

    private final Session session;

    Authentication(Session session) {
        this.session = session;
    }

    void login(Login login) throws IOException, HostException {
        List<String> mechanisms =
                List.of(session.parameters("AUTH").toUpperCase(Locale.ROOT).split(" +"));
        HostReply reply;
        if (mechanisms.contains("PLAIN")) {
            // RFC 4616 §2.
            reply = ask("AUTH PLAIN " + base64("\0" + login.user() + "\0" + login.password()), "AUTH PLAIN");
        } else if (mechanisms.contains("LOGIN")) {
            reply = ask("AUTH LOGIN", "AUTH LOGIN");
            reply = reply.code() == 334 ? ask(base64(login.user()), HIDDEN) : reply;
            reply = reply.code() == 334 ? ask(base64(login.password()), HIDDEN) : reply;
        } else {
            throw new HostException(REFUSED, session.say("it takes neither AUTH PLAIN nor LOGIN"));
        }
        if (!reply.positive()) {
            throw new HostException(REFUSED, session.say(reply));
        }
    }

    private HostReply ask(String line, String shown) throws IOException {
        session.wire().line(line, shown);
        return session.wire().reply(session.times().command());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
