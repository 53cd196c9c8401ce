package org.posthouse.delivery.smtp;

import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A configured route: {@code org.posthouse.delivery.smtp.route~example.com}, {@code ~default} for all domains. */
@Component(
        name = FixedRoute.NAME,
        immediate = true,
        service = FixedRoute.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RouteConfiguration.class, factory = true)
public final class FixedRoute {
    static final String NAME = "org.posthouse.delivery.smtp.route";

    private final RouteTable table;
    private final String pid;

    @Activate
    public FixedRoute(RouteConfiguration configuration, Map<String, Object> properties, @Reference RouteTable table) {
        this.table = table;
        this.pid = String.valueOf(properties.get(Constants.SERVICE_PID));
        table.changing();
        table.put(pid, RelayHost.of(configuration));
    }

    @Deactivate
    void close() {
        table.remove(pid);
    }
}
