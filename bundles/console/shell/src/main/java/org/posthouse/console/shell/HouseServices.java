package org.posthouse.console.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services of the framework, looked up for each question: nothing is held on to between commands. */
final class HouseServices implements Services {
    /** For one that is just being replaced, or is still starting. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(HouseServices.class);
    private static final String ENDPOINT = "osgi.http.endpoint";

    private final BundleContext bundle;

    HouseServices(BundleContext bundle) {
        this.bundle = bundle;
    }

    @Override
    public <S, T> T ask(Class<S> type, Question<S, T> question) throws MailException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(bundle, type, null);
        tracker.open();
        try {
            return question.of(Optional.ofNullable(tracker.waitForService(PATIENCE.toMillis()))
                    .orElseThrow(() -> away(type)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow("the server is ending", e);
        } finally {
            close(tracker);
        }
    }

    @Override
    public <S, T> List<T> askAll(Class<S> type, Question<S, T> question) throws MailException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(bundle, type, null);
        tracker.open();
        try {
            List<T> answers = new ArrayList<>();
            for (S service : tracker.getTracked().values()) {
                answers.add(question.of(service));
            }
            return answers;
        } finally {
            close(tracker);
        }
    }

    private static void close(ServiceTracker<?, ?> tracker) {
        try {
            tracker.close();
        } catch (IllegalStateException e) {
            LOG.debug(
                    "the question has replaced the bundle of who asked: the framework has given back what it used", e);
        }
    }

    private MailException away(Class<?> type) {
        return Boolean.parseBoolean(property("posthouse.offline").orElse(""))
                ? new NotRunningException(property("posthouse.home").orElse(""))
                : MailException.notNow("the part of the server that does this (" + type.getSimpleName()
                        + ") is away for a moment; try again, or see 'posthouse plugin list'");
    }

    /** By a type of the JDK and a property: the launcher knows none of ours. */
    @Override
    public List<String> reload() throws MailException {
        try {
            ServiceReference<?>[] launchers =
                    bundle.getServiceReferences(Supplier.class.getName(), "(posthouse.reload=true)");
            if (launchers == null || !(bundle.getService(launchers[0]) instanceof Supplier<?> launcher)) {
                throw away(Supplier.class);
            }
            return ((List<?>) launcher.get()).stream().map(String::valueOf).toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean toCome() {
        return false;
    }

    /** By the property that the HTTP Whiteboard has for it, Compendium 140.9: its types are none of ours. */
    @Override
    public List<String> endpoints() {
        try {
            ServiceReference<?>[] runtimes = bundle.getAllServiceReferences(null, "(" + ENDPOINT + "=http*)");
            return runtimes == null
                    ? List.of()
                    : Arrays.stream(runtimes)
                            .map(runtime -> runtime.getProperty(ENDPOINT))
                            .flatMap(urls -> urls instanceof String[] many ? Arrays.stream(many) : Stream.of(urls))
                            .map(Object::toString)
                            .distinct()
                            .sorted()
                            .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> property(String name) {
        return Optional.ofNullable(bundle.getProperty(name));
    }
}
