package org.posthouse.console.connections;

import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Who is connected, with what they do and how much of what is allowed that is; and cutting them off. */
@Component
public final class ConnectionsPage implements ConsolePage {
    static final String PATH = "connections";

    private final ConnectionsView view;
    private final Cutting cutting;

    @Activate
    public ConnectionsPage(@Reference Listeners listeners, @Reference Configurations configurations) {
        this(listeners, configurations, Clock.systemUTC());
    }

    ConnectionsPage(Listeners listeners, Configurations configurations, Clock clock) {
        this.view = new ConnectionsView(listeners, new Limits(configurations), clock);
        this.cutting = new Cutting(listeners);
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Connections";
    }

    @Override
    public int place() {
        return 50;
    }

    @Override
    public String show(Visit visit) throws MailException {
        return view.write(visit);
    }

    @Override
    public Said act(Visit visit) throws MailException {
        return cutting.carryOut(visit);
    }
}
