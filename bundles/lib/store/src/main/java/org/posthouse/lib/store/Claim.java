package org.posthouse.lib.store;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plug-in's claim to a store's folder, which all bundles of the framework see. Versions of one plug-in may claim it together, for one
 * takes over from the other; a second plug-in is refused at once, or both would wait for each other's lock with every call.
 */
public final class Claim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    private static final String FOLDER = "posthouse.store.folder";

    private final Path folder;
    private final Runnable withdrawal;

    private Claim(Path folder, Runnable withdrawal) {
        this.folder = folder;
        this.withdrawal = withdrawal;
    }

    /** Where there is no framework, and so nobody else. */
    public static Claim alone(Path folder) {
        return new Claim(folder, () -> {});
    }

    /** @throws IllegalStateException another plug-in claims the folder already; the message is for the administrator */
    public static Claim of(Path folder, BundleContext bundle) {
        ServiceRegistration<Path> registration = bundle.registerService(
                Path.class, folder, FrameworkUtil.asDictionary(Map.of(FOLDER, folder.toString())));
        ServiceReference<Path> own = registration.getReference();
        Optional<String> rival = claims(bundle).stream()
                .filter(other ->
                        number(other) < number(own) && folder.toString().equals(other.getProperty(FOLDER)))
                .flatMap(other -> Optional.ofNullable(other.getBundle()).stream())
                .map(Bundle::getSymbolicName)
                .filter(name -> !name.equals(bundle.getBundle().getSymbolicName()))
                .findFirst();
        if (rival.isPresent()) {
            registration.unregister();
            throw new IllegalStateException("the store in " + folder + " belongs to " + rival.get()
                    + ", which goes on serving it; remove one of the two");
        }
        return new Claim(folder, () -> withdraw(registration));
    }

    private static Collection<ServiceReference<Path>> claims(BundleContext bundle) {
        try {
            return bundle.getServiceReferences(Path.class, "(" + FOLDER + "=*)");
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static long number(ServiceReference<Path> claim) {
        return (Long) claim.getProperty(Constants.SERVICE_ID);
    }

    private static void withdraw(ServiceRegistration<Path> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            LOG.debug("the claim went with its bundle", e);
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        withdrawal.run();
    }
}
