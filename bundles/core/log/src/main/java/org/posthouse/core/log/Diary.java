package org.posthouse.core.log;

import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's life in its log: a line when it begins, when it takes mail, and when it ends. A beginning after no end is one after a power
 * cut, a kill or a crash.
 */
@Component(
        immediate = true,
        service = {},
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Diary {
    private static final Logger LOG = LoggerFactory.getLogger(Diary.class);

    private static final String READY = "(posthouse.ready=true)";

    private final Bundle framework;
    private final String server;

    @Activate
    public Diary(BundleContext bundle) {
        this.framework = bundle.getBundle(0);
        this.server = "Posthouse " + bundle.getProperty("posthouse.version") + ", process "
                + ProcessHandle.current().pid();
        if (!isReady(bundle)) {
            LOG.info("{}, begins on Java {}", server, Runtime.version());
        }
    }

    /** Then another version of this one has told of the beginning. */
    private static boolean isReady(BundleContext bundle) {
        try {
            return bundle.getAllServiceReferences(null, READY) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All doors that are wanted are open. */
    @Reference(
            service = Object.class,
            target = READY,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void setReady(Map<String, Object> ready) {
        LOG.info("{}, is ready", server);
    }

    void unsetReady(Map<String, Object> ready) {
        LOG.debug("{}, is not ready", server);
    }

    @Deactivate
    void end() {
        if (framework.getState() == Bundle.STOPPING) {
            LOG.info("{}, ends", server);
        }
    }
}
