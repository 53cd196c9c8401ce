package org.posthouse.console.overview;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.trace.Trace;
import org.posthouse.lib.disk.RunCounts;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Section;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Visit;

/** The first page: what is wrong, how mail fares, what came last. */
@Component(immediate = true)
public final class OverviewPage implements ConsolePage {
    private static final String NAME = "org.posthouse.console.overview";

    private final Listeners listeners;
    private final Trace trace;
    private final HealthCheckExecutor health;
    private final Clock clock;
    private final Machine machine;
    private final History history;
    private final Sampler sampler;

    @Activate
    public OverviewPage(
            BundleContext bundle,
            @Reference Listeners listeners,
            @Reference MailQueue queue,
            @Reference Trace trace,
            @Reference HealthCheckExecutor health) {
        this(
                new House(listeners, queue, trace, health),
                Path.of(bundle.getProperty("posthouse.home")),
                Optional.ofNullable(bundle.getProperty("posthouse.version")).orElse(""),
                Optional.ofNullable(bundle.getProperty(Constants.FRAMEWORK_UUID))
                        .orElse(""),
                Clock.systemUTC());
    }

    /** Whom it asks. */
    record House(Listeners listeners, MailQueue queue, Trace trace, HealthCheckExecutor health) {}

    /** @param run names this run of the server: what was counted is of one run */
    OverviewPage(House house, Path home, String version, String run, Clock clock) {
        this.listeners = house.listeners();
        this.trace = house.trace();
        this.health = house.health();
        this.clock = clock;
        this.machine = new Machine(version, home);
        Path folder = home.resolve("data/plugins").resolve(NAME);
        this.history = new History(folder.resolve("history"), clock.instant());
        this.sampler = new Sampler(
                trace,
                house.queue(),
                listeners,
                clock,
                history,
                new Counted(new RunCounts(folder.resolve("counted"), run)));
    }

    @Deactivate
    void close() {
        sampler.close();
    }

    @Override
    public String path() {
        return "overview";
    }

    @Override
    public String title() {
        return "Overview";
    }

    @Override
    public int place() {
        return 0;
    }

    @Override
    public String show(Visit visit) {
        Instant now = clock.instant();
        Charts.Span span = visit.parameter("span").equals(Charts.Span.DAY.id()) ? Charts.Span.DAY : Charts.Span.HOUR;
        Html html = Html.part().element("h1", "Overview");
        Section.write(html, "troubles", "Health", part -> Health.write(part, health));
        Section.write(html, "server", "Server", machine::write);
        Section.write(html, "traffic", "Traffic", part -> {
            Spans.write(part, span);
            new Charts(history, now, span).write(part);
            part.element("h3", "Since the server started");
            Charts.totals(part, trace.totals());
        });
        Section.write(html, "services", "Services", part -> Doors.write(part, listeners, now));
        Section.write(html, "mails", "Last mails", part -> LastMails.write(part, trace));
        return html.toString();
    }
}
