package org.posthouse.console.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;

/** The services a test has put here, and no others. */
final class Offered implements Services {
    private final Map<Class<?>, Object> services = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();

    <S> Offered with(Class<S> type, S service) {
        services.put(type, service);
        return this;
    }

    Offered property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Runs a command at a screen; its exit status. */
    int run(List<Command> commands, Screen screen, String... words) throws Exception {
        return new Commands(this, commands).run(List.of(words), screen);
    }

    @Override
    public <S, T> T ask(Class<S> type, Question<S, T> question) throws MailException {
        if (!services.containsKey(type)) {
            throw MailException.notNow(type.getSimpleName() + " is away", new IllegalStateException());
        }
        return question.of(type.cast(services.get(type)));
    }

    @Override
    public boolean toCome() {
        return false;
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }
}
