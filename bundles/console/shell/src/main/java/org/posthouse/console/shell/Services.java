package org.posthouse.console.shell;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;

/** The services that commands ask: of a running server, of what can be had without one, or of nobody. */
interface Services {
    /** What is asked of a service. */
    @FunctionalInterface
    interface Question<S, T> {
        T of(S service) throws MailException;
    }

    /** @throws NotRunningException where only a running server has this service */
    <S, T> T ask(Class<S> type, Question<S, T> question) throws MailException;

    /** Asks every service of this type; of none where there is none. */
    default <S, T> List<T> askAll(Class<S> type, Question<S, T> question) throws MailException {
        return List.of();
    }

    /** Whether those of {@code features/offline.json} can still be had, if a command needs no others. */
    boolean toCome();

    /** Has the launcher make every bundle anew; what speaks against it, or nothing if it begins. */
    default List<String> reload() throws MailException {
        throw Call.refused("nobody is there who could restart the server");
    }

    /** Addresses that the server's HTTP service listens at, as URLs that end in a slash; none if there is none. */
    default List<String> endpoints() {
        return List.of();
    }

    /** What the server was started with. */
    Optional<String> property(String name);
}
