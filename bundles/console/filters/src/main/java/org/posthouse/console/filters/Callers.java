package org.posthouse.console.filters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;

/**
 * Those who call plug-ins, each fetched for as long as it is asked and not before: one of them calls this page, and is not up before the
 * page is.
 */
record Callers(BundleContext bundle) implements Breakers {
    @Override
    public List<Breaker> breakers() {
        List<Breaker> all = new ArrayList<>();
        for (ServiceReference<Breakers> each : references()) {
            Breakers caller = bundle.getService(each);
            if (caller != null) {
                try {
                    all.addAll(caller.breakers());
                } finally {
                    bundle.ungetService(each);
                }
            }
        }
        return all;
    }

    private Collection<ServiceReference<Breakers>> references() {
        try {
            return bundle.getServiceReferences(Breakers.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
