package org.posthouse.console.messages;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.route.Router;
import org.posthouse.api.trace.Trace;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Visit;

/** What became of mails: looking for them in the trace, the life of one as a time line, and what would become of mail for an address. */
@Component
public final class MessagesPage implements ConsolePage {
    static final String PATH = "messages";

    private final SearchView search;
    private final LifeView life;

    @Activate
    public MessagesPage(
            @Reference Trace trace,
            @Reference MailQueue queue,
            @Reference Router router,
            @Reference Configurations configurations,
            @Reference Resolver resolver) {
        this.search = new SearchView(trace, new Why(router, configurations, resolver));
        this.life = new LifeView(trace, queue);
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Messages";
    }

    @Override
    public int place() {
        return 10;
    }

    @Override
    public String show(Visit visit) throws MailException {
        return visit.below().isEmpty() ? search.write(visit) : life.write(visit.below());
    }
}
