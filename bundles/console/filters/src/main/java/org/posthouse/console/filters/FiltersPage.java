package org.posthouse.console.filters;

import java.security.SecureRandom;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.lib.page.Kept;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Filters in the order in which they judge, all other plug-ins by their roles, and below each its own page. */
@Component
public final class FiltersPage implements ConsolePage {
    static final String PATH = "filters";

    private final Overview overview;
    private final PlugInView view;
    private final Orders orders;

    @Activate
    public FiltersPage(
            BundleContext bundle,
            @Reference PlugIns plugIns,
            @Reference Intake intake,
            @Reference Configurations configurations) {
        this(new House(plugIns, intake, configurations, new Callers(bundle), Clock.systemUTC()));
    }

    FiltersPage(House house) {
        SecureRandom random = new SecureRandom();
        Kept<Refused> refused = new Kept<>(random);
        Kept<Draft> drafts = new Kept<>(random);
        this.overview = new Overview(house, refused);
        this.view = new PlugInView(house, refused, drafts);
        this.orders = new Orders(house, refused, drafts);
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Filters";
    }

    @Override
    public int place() {
        return 40;
    }

    @Override
    public String show(Visit visit) throws MailException {
        return visit.below().isEmpty() ? overview.write(visit) : view.write(visit);
    }

    @Override
    public Said act(Visit visit) throws MailException {
        return orders.carryOut(visit);
    }
}
