package org.posthouse.protocol.smtp;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.sasl.Mechanism;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;

/** What is known of a dialogue: values only, so that another version can go on with it. Used by one thread at a time. */
final class Session {
    /** Numbers the layout of what is handed over. A new meaning of a value is a new layout. */
    private static final int LAYOUT = 1;

    private Phase phase = Phase.COMMAND;
    private boolean turnedAway;
    private boolean extended;
    private Optional<String> helo = Optional.empty();
    private Optional<AccountId> submitter = Optional.empty();
    private Optional<Mechanism> login = Optional.empty();
    private Optional<String> transaction = Optional.empty();
    private int recipients;
    private Instant lastMail;
    private int idleCommands;
    private int badCommands;
    private int refusedRecipients;
    private int failedLogins;

    /** @param begun when the client came */
    Session(Instant begun) {
        lastMail = begun;
    }

    /** What the conversation waits for. */
    enum Phase {
        COMMAND,
        LOGIN,
        TEXT,
        TLS
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase value) {
        phase = value;
    }

    /** The client was refused when it came, and may only QUIT, RFC 5321 §3.1. */
    boolean turnedAway() {
        return turnedAway;
    }

    void turnAway() {
        turnedAway = true;
    }

    /** The client's name for itself, once it has said hello. */
    Optional<String> helo() {
        return helo;
    }

    /** Whether it said EHLO or LHLO, not HELO. */
    boolean extended() {
        return extended;
    }

    void hello(String name, boolean withExtensions) {
        helo = Optional.of(name);
        extended = withExtensions;
    }

    /** All that the client said is forgotten once TLS is on, RFC 3207 §4.2; what was counted is not. */
    void forget() {
        helo = Optional.empty();
        extended = false;
        submitter = Optional.empty();
        login = Optional.empty();
        endTransaction();
    }

    Optional<AccountId> submitter() {
        return submitter;
    }

    void loggedIn(AccountId account) {
        submitter = Optional.of(account);
    }

    /** The exchange under way. */
    Optional<Mechanism> login() {
        return login;
    }

    void login(Optional<Mechanism> exchange) {
        login = exchange;
    }

    Optional<String> transaction() {
        return transaction;
    }

    void begin(String id) {
        transaction = Optional.of(id);
        recipients = 0;
    }

    void endTransaction() {
        transaction = Optional.empty();
        recipients = 0;
    }

    /** Recipients accepted in this transaction. */
    int recipients() {
        return recipients;
    }

    void recipientAccepted() {
        recipients++;
    }

    /** The client has brought a mail, which was taken. */
    void mailTaken(Instant now) {
        lastMail = now;
        idleCommands = 0;
    }

    /** When the client brought its last mail, or came. */
    Instant lastMail() {
        return lastMail;
    }

    /** Counts one more that brings no mail, and says how many there were since the last one. */
    int idleCommand() {
        return ++idleCommands;
    }

    /** Counts one more, and says how many there were. */
    int badCommand() {
        return ++badCommands;
    }

    /** Counts one more, and says how many there were. */
    int recipientRefused() {
        return ++refusedRecipients;
    }

    /** Counts one more, and says how many there were. */
    int loginFailed() {
        return ++failedLogins;
    }

    HandOver handOver() {
        Map<String, Object> values = new HashMap<>();
        values.put("phase", phase.name());
        values.put("turnedAway", turnedAway);
        values.put("extended", extended);
        helo.ifPresent(name -> values.put("helo", name));
        submitter.ifPresent(account -> values.put("submitter", account.value()));
        login.ifPresent(exchange -> {
            values.put("mechanism", exchange.name());
            values.put("exchange", exchange.state());
        });
        transaction.ifPresent(id -> values.put("transaction", id));
        values.put("recipients", recipients);
        values.put("lastMail", lastMail.toEpochMilli());
        values.put("idleCommands", idleCommands);
        values.put("badCommands", badCommands);
        values.put("refusedRecipients", refusedRecipients);
        values.put("failedLogins", failedLogins);
        return new HandOver(LAYOUT, values);
    }

    /** Empty if the state is of another layout. A version that did not know of it has not told when the last mail came. */
    static Optional<Session> from(HandOver state, Instant now) {
        if (state.layout() != LAYOUT) {
            return Optional.empty();
        }
        Values values = new Values(state.values());
        Session session = new Session(values.time("lastMail").orElse(now));
        session.idleCommands = values.number("idleCommands");
        session.phase = Phase.valueOf(values.text("phase").orElse(Phase.COMMAND.name()));
        session.turnedAway = values.claim("turnedAway");
        session.extended = values.claim("extended");
        session.helo = values.text("helo");
        session.submitter = values.text("submitter").map(AccountId::new);
        session.login = values.text("mechanism").flatMap(name -> Mechanisms.resume(name, values.map("exchange")));
        session.transaction = values.text("transaction");
        session.recipients = values.number("recipients");
        session.badCommands = values.number("badCommands");
        session.refusedRecipients = values.number("refusedRecipients");
        session.failedLogins = values.number("failedLogins");
        return Optional.of(session);
    }
}
