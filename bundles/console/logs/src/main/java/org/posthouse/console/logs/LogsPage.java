package org.posthouse.console.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.log.ServiceDetails;
import org.posthouse.api.log.ServiceLogs;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.PageFile;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** The logs as they are written, and how much services write to them. */
@Component
public final class LogsPage implements ConsolePage {
    static final String PATH = "logs";
    /** What has come since, below the page's address. */
    static final String NEWS = "news";

    static final String SCRIPT = "follow.js";

    private final LogView view;
    private final LevelsView levels;
    private final Path folder;

    @Activate
    public LogsPage(
            BundleContext bundle,
            @Reference ServiceLogs logs,
            @Reference Configurations configurations,
            @Reference Listeners listeners) {
        this(Path.of(bundle.getProperty("posthouse.home"), "log"), new ServiceDetails(logs, configurations, listeners));
    }

    LogsPage(Path folder, ServiceDetails details) {
        this.folder = folder;
        this.levels = new LevelsView(details);
        this.view = new LogView(folder, levels);
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Logs";
    }

    @Override
    public int place() {
        return 60;
    }

    @Override
    public String show(Visit visit) throws MailException {
        return view.write(visit);
    }

    /** The page's script, what has come since the page was shown, or a whole log. */
    @Override
    public Optional<PageFile> file(Visit visit) throws MailException {
        switch (visit.below()) {
            case SCRIPT -> {
                return Optional.of(PageFile.used("text/javascript", script()));
            }
            case NEWS -> {
                return Optional.of(PageFile.used("text/html", view.news(visit).getBytes(StandardCharsets.UTF_8)));
            }
            default -> {
                return Log.ofFile(visit.below())
                        .map(log -> PageFile.saved(log.file(), "text/plain", folder.resolve(log.file())));
            }
        }
    }

    private static byte[] script() {
        try (InputStream in = LogsPage.class.getResourceAsStream("/logs/" + SCRIPT)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Said act(Visit visit) throws MailException {
        return levels.by(visit.administrator()).set(visit.parameter("id"), visit.parameter("action"));
    }
}
