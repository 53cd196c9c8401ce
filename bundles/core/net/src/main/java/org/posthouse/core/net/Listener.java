package org.posthouse.core.net;

import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A configured listener. Another configuration makes another listener; who came in through the former one stays. */
@Component(
        name = Listener.NAME,
        immediate = true,
        service = Listener.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerConfiguration.class, factory = true)
public final class Listener {
    static final String NAME = "org.posthouse.core.net.listener";

    private final NetListeners net;
    private final Door door;

    @Activate
    public Listener(ListenerConfiguration configuration, Map<String, Object> properties, @Reference NetListeners net) {
        this.net = net;
        this.door = net.listen(String.valueOf(properties.get(Constants.SERVICE_PID)), configuration);
    }

    @Deactivate
    void close() {
        net.leave(door);
    }
}
