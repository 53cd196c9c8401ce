package org.posthouse.core.log;

import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
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

    private final Bundle framework;
    private final String server;

    @Activate
    public Diary(BundleContext bundle) {
        this.framework = bundle.getBundle(0);
        this.server = "Posthouse " + bundle.getProperty("posthouse.version") + ", process "
                + ProcessHandle.current().pid();
        if (framework.getState() == Bundle.STARTING) {
            LOG.info("{}, begins on Java {}", server, Runtime.version());
        }
    }

    /** All doors that are wanted are open. */
    @Reference(
            service = Object.class,
            target = "(posthouse.ready=true)",
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
