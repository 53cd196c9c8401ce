package org.posthouse.protocol.imap.session;

import java.util.Map;
import org.posthouse.api.mail.MailException;

/** Why some of the messages that a command is about could not be served, if so: RFC 2180 §4.1 and RFC 5530 §3. */
public final class Missing {
    private boolean gone;
    private boolean damaged;

    /** One is not there any more. */
    public void gone() {
        gone = true;
    }

    /** One could not be read. What is not that message's alone fails on. */
    public void because(MailException failure) throws MailException {
        if (Failures.damaged(failure)) {
            damaged = true;
        } else if (failure.kind() == MailException.Kind.PERMANENT) {
            gone = true;
        } else {
            throw failure;
        }
    }

    /** How the command ends, which has this verdict if messages are damaged. */
    public Completion completion(String command, Completion.Verdict whenDamaged) {
        if (damaged) {
            return new Completion(whenDamaged, "CORRUPTION", "Some of the messages are damaged");
        }
        return gone
                ? Completion.ok("EXPUNGEISSUED", "Some of the messages are gone")
                : Completion.ok(command + " completed");
    }

    /** For another version: JDK types only. */
    public Map<String, Boolean> progress() {
        return Map.of("gone", gone, "damaged", damaged);
    }

    /** As {@link #progress} gave it. */
    public void resume(Object progress) {
        Map<?, ?> was = (Map<?, ?>) progress;
        gone = (Boolean) was.get("gone");
        damaged = (Boolean) was.get("damaged");
    }
}
