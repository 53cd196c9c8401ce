package org.posthouse.protocol.imap.commands;

import java.util.Optional;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Completion.Verdict;
import org.posthouse.protocol.imap.session.Selected;

/** What no client should ask for, by what it has been told: CLIENTBUG, RFC 5530 §3. */
final class ClientBugs {
    private static final String CODE = "CLIENTBUG";

    private ClientBugs() {}

    /** A number that is no message's is a BAD command, RFC 3501 §9 seq-number. */
    static Optional<Completion> noSuchMessage(Numbers numbers, Selected mailbox) {
        return numbers.beyond(mailbox.view())
                ? Optional.of(new Completion(Verdict.BAD, CODE, "No such message"))
                : Optional.empty();
    }

    /** A change of a mailbox that was opened by EXAMINE, RFC 3501 §6.3.2. */
    static Optional<Completion> readOnly(Selected mailbox) {
        return mailbox.readOnly()
                ? Optional.of(Completion.no(CODE, "Mailbox is open for reading only"))
                : Optional.empty();
    }
}
