package org.posthouse.lib.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** LOGIN, draft-murchison-sasl-login: name and password, each asked for. Obsolete, and what some clients have. */
final class Login implements Mechanism {
    static final String NAME = "LOGIN";

    private static final String USER_NAME = "name";
    private static final Step ASK_NAME = challenge("Username:");
    private static final Step ASK_PASSWORD = challenge("Password:");
    private static final Step MALFORMED =
            new Step.Malformed("LOGIN answers in base64, with neither name nor password empty");

    private Optional<String> userName;

    Login(Map<String, Object> state) {
        this.userName = Optional.ofNullable((String) state.get(USER_NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Step start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElse(ASK_NAME);
    }

    @Override
    public Step respond(byte[] line) {
        if (Response.cancels(line)) {
            return new Step.Cancelled();
        }
        Optional<char[]> text = Response.decode(line).flatMap(Response::text);
        if (text.isEmpty()) {
            return MALFORMED;
        }
        if (userName.isEmpty()) {
            userName = Optional.of(new String(text.get()));
            return ASK_PASSWORD;
        }
        return new Step.Claimed(new Credentials("", userName.get(), text.get()));
    }

    @Override
    public Map<String, Object> state() {
        return userName.<Map<String, Object>>map(name -> Map.of(USER_NAME, name))
                .orElse(Map.of());
    }

    private static Step challenge(String text) {
        return new Step.Challenge(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
