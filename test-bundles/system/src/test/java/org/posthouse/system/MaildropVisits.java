package org.posthouse.system;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** POP3 clients that come, look at everything there is, and go; again and again, one for each user. */
final class MaildropVisits {
    private static final Duration REST = Duration.ofMillis(50);

    private final Crew crew;
    private final int port;
    private final List<String> subjects;
    private final AtomicInteger visits = new AtomicInteger();

    /** @param subjects of the mails that everybody has, in this order */
    MaildropVisits(Crew crew, int port, List<String> subjects) {
        this.crew = crew;
        this.port = port;
        this.subjects = subjects;
    }

    void begin(List<String> users) {
        users.forEach(user -> crew.send("maildrop of " + user, () -> {
            while (!crew.over()) {
                try {
                    visit(user);
                } catch (IOException refusal) {
                    if (Crew.strict() || !refusal.getMessage().contains("[SYS/TEMP]")) {
                        throw refusal;
                    }
                }
                LockSupport.parkNanos(REST.toNanos());
            }
        }));
    }

    int visits() {
        return visits.get();
    }

    private void visit(String user) throws IOException {
        try (Pop3 pop3 = new Pop3(port)) {
            String login = pop3.login(user);
            if (!login.startsWith("+OK")) {
                throw new IOException("PASS was answered " + login);
            }
            if (!pop3.ok("STAT").startsWith("+OK " + subjects.size() + " ")) {
                throw new IOException("not as many mails as there were");
            }
            for (int i = 0; i < subjects.size(); i++) {
                if (!pop3.lines("RETR " + (i + 1)).contains("Subject: " + subjects.get(i))) {
                    throw new IOException("another mail");
                }
            }
            pop3.ok("QUIT");
            visits.incrementAndGet();
        }
    }
}
