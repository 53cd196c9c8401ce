package org.posthouse.protocol.pop3;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.sasl.Mechanism;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;

/** Where a dialogue stands: values, so that another version can go on with it. Used by one thread at a time. */
final class Session {
    /** Numbers the layout of what is handed over. A new meaning of a value is a new layout. */
    private static final int LAYOUT = 1;

    private Phase phase = Phase.COMMAND;
    private Optional<String> user = Optional.empty();
    private Optional<Mechanism> exchange = Optional.empty();
    private Optional<AccountId> account = Optional.empty();
    private Optional<Maildrop> maildrop = Optional.empty();
    private Optional<Answer> answer = Optional.empty();
    private int badCommands;
    private boolean mistaken;
    private int failedLogins;

    /** What the conversation waits for. */
    enum Phase {
        COMMAND,
        /** The client's part of a SASL exchange. */
        EXCHANGE,
        TLS,
        /** That the client has read of the answer. */
        ANSWER
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase value) {
        phase = value;
    }

    /** What USER said, and PASS has not used yet. */
    Optional<String> user() {
        return user;
    }

    void user(Optional<String> name) {
        user = name;
    }

    Optional<Mechanism> exchange() {
        return exchange;
    }

    void exchange(Optional<Mechanism> begun) {
        exchange = begun;
    }

    /** TRANSACTION state, RFC 1939 §5; else AUTHORIZATION. */
    boolean loggedIn() {
        return account.isPresent();
    }

    void loggedIn(AccountId whose, Maildrop opened) {
        account = Optional.of(whose);
        maildrop = Optional.of(opened);
        user = Optional.empty();
    }

    /** Whose mail it is; only after login. */
    AccountId account() {
        return account.orElseThrow();
    }

    /** Only after login. */
    Maildrop maildrop() {
        return maildrop.orElseThrow();
    }

    /** The multi-line response under way. */
    Optional<Answer> answer() {
        return answer;
    }

    void answer(Answer begun) {
        answer = Optional.of(begun);
    }

    void endAnswer() {
        answer.ifPresent(Answer::close);
        answer = Optional.empty();
    }

    /** Counts one more, and says how many there were in a row. */
    int badCommand() {
        return ++badCommands;
    }

    /** Whether it is the first that this version sees. */
    boolean firstMistake() {
        boolean first = !mistaken;
        mistaken = true;
        return first;
    }

    void goodCommand() {
        badCommands = 0;
    }

    /** Counts one more, and says how many there were. */
    int loginFailed() {
        return ++failedLogins;
    }

    /** All that the client said is forgotten once TLS is on, RFC 2595 §4; what was counted is not. */
    void forget() {
        user = Optional.empty();
        exchange = Optional.empty();
    }

    HandOver handOver() {
        Map<String, Object> values = new HashMap<>();
        values.put("phase", phase.name());
        user.ifPresent(name -> values.put("user", name));
        exchange.ifPresent(mechanism -> {
            values.put("mechanism", mechanism.name());
            values.put("exchange", mechanism.state());
        });
        account.ifPresent(whose -> values.put("account", whose.value()));
        maildrop.ifPresent(opened -> values.put("maildrop", opened.values()));
        answer.ifPresent(begun -> values.put("answer", begun.values()));
        values.put("badCommands", badCommands);
        values.put("failedLogins", failedLogins);
        return new HandOver(LAYOUT, values);
    }

    /** Empty if the state is of another layout, or not whole. */
    static Optional<Session> from(HandOver state) {
        if (state.layout() != LAYOUT) {
            return Optional.empty();
        }
        try {
            return Optional.of(from(new Values(state.values())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Session from(Values values) {
        Session session = new Session();
        session.phase = Phase.valueOf(values.text("phase"));
        if (values.has("user")) {
            session.user = Optional.of(values.text("user"));
        }
        if (values.has("mechanism")) {
            session.exchange = Mechanisms.resume(values.text("mechanism"), values.map("exchange"));
        }
        if (values.has("account")) {
            session.loggedIn(new AccountId(values.text("account")), Maildrop.from(new Values(values.map("maildrop"))));
        }
        if (values.has("answer")) {
            session.answer = Optional.of(Answer.from(new Values(values.map("answer"))));
        }
        session.badCommands = (int) values.number("badCommands");
        session.failedLogins = (int) values.number("failedLogins");
        return session;
    }
}
