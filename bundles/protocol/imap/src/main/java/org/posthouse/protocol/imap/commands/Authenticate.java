package org.posthouse.protocol.imap.commands;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.sasl.Credentials;
import org.posthouse.lib.sasl.Mechanism;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** AUTHENTICATE, RFC 3501 §6.2.2, with an initial response, RFC 4959. */
record Authenticate() implements Command {
    @Override
    public String name() {
        return "AUTHENTICATE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.BEFORE_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mechanism = in.space().atom();
        Optional<byte[]> initial = Optional.empty();
        if (in.skip(' ')) {
            initial = Optional.of(in.atom().getBytes(StandardCharsets.US_ASCII));
        }
        return Command.ending(in, new Exchange(mechanism, initial));
    }

    /** Challenges and responses. */
    private static final class Exchange implements Task {
        private final String name;
        private final Optional<byte[]> initial;
        private Optional<Mechanism> mechanism = Optional.empty();

        Exchange(String name, Optional<byte[]> initial) {
            this.name = name;
            this.initial = initial;
        }

        @Override
        public Step step(Session session, Output out) throws MailException {
            Optional<Completion> refusal = Credential.refusal(session);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            mechanism = Mechanisms.begin(name);
            return mechanism.isEmpty()
                    ? Completion.no("CANNOT", "No such mechanism")
                    : next(mechanism.get().start(initial), session, out);
        }

        @Override
        public Step line(byte[] line, Session session, Output out) throws MailException {
            return next(mechanism.orElseThrow().respond(line), session, out);
        }

        private static Step next(Mechanism.Step step, Session session, Output out) throws MailException {
            if (step instanceof Mechanism.Step.Challenge challenge) {
                out.line("+ " + challenge.base64());
                return Step.Turn.LINE;
            } else if (step instanceof Mechanism.Step.Claimed claimed) {
                try (Credentials credentials = claimed.credentials()) {
                    return credentials.forAnother()
                            ? Completion.no("AUTHORIZATIONFAILED", "Nobody acts as somebody else here")
                            : Credential.check(session, credentials.authenticationId(), credentials.password());
                }
            } else if (step instanceof Mechanism.Step.Malformed malformed) {
                return Completion.bad(malformed.reason());
            }
            return Completion.bad("Cancelled");
        }

        @Override
        public Map<String, Object> progress() {
            Map<String, Object> state = new HashMap<>();
            mechanism.ifPresent(begun -> state.putAll(begun.state()));
            return Map.of("mechanism", state);
        }

        @Override
        @SuppressWarnings("unchecked") // made by progress(), of this version or another
        public void resume(Map<String, Object> progress) {
            mechanism = Mechanisms.resume(name, (Map<String, Object>) progress.get("mechanism"));
        }
    }
}
