package org.posthouse.core.net;

import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A configured listener. Another configuration acts in place; without one it goes, but who came in stays. */
@Component(
        name = Listener.NAME,
        immediate = true,
        service = Listener.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerConfiguration.class, factory = true)
public final class Listener {
    static final String NAME = "org.posthouse.core.net.listener";

    /** Reasons of OSGi Compendium 112.5.15. */
    private static final int DISABLED = 1;

    private static final int CONFIGURATION_DELETED = 4;

    private final NetListeners net;
    private final Door door;

    @Activate
    public Listener(ListenerConfiguration configuration, Map<String, Object> properties, @Reference NetListeners net) {
        this.net = net;
        this.door = net.listen(String.valueOf(properties.get(Constants.SERVICE_PID)), configuration);
    }

    @Modified
    void change(ListenerConfiguration configuration) {
        net.change(door, configuration);
    }

    /** Without its configuration it closes its door; otherwise it goes with core.net, and the next one takes its socket. */
    @Deactivate
    void close(int reason) {
        net.leave(door, reason == CONFIGURATION_DELETED || reason == DISABLED);
    }
}
