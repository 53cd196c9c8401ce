package org.posthouse.console.shell;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.posthouse.api.mail.MailException;

/** Services of the running server, looked up for each question: nothing is held on to between commands. */
final class Services {
    private final BundleContext bundle;

    Services(BundleContext bundle) {
        this.bundle = bundle;
    }

    /** What is asked of a service. */
    @FunctionalInterface
    interface Question<S, T> {
        T of(S service) throws MailException;
    }

    <S, T> T ask(Class<S> type, Question<S, T> question) throws MailException {
        ServiceReference<S> reference = bundle.getServiceReference(type);
        S service = reference == null ? null : bundle.getService(reference);
        if (service == null) {
            throw MailException.notNow("the part of the server that does this (" + type.getSimpleName()
                    + ") is away for a moment; try again, or see 'posthouse plugin list'");
        }
        try {
            return question.of(service);
        } finally {
            bundle.ungetService(reference);
        }
    }

    Optional<String> property(String name) {
        return Optional.ofNullable(bundle.getProperty(name));
    }
}
