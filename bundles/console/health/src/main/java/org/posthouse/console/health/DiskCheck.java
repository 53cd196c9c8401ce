package org.posthouse.console.health;

import java.io.File;
import java.nio.file.Path;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** There is room for mail where the home is: below what the queue leaves free, unless it is told otherwise, none is taken. */
@Component(
        name = "org.posthouse.console.health.disk",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=disk", HealthCheck.TAGS + "=posthouse"})
public final class DiskCheck implements HealthCheck {
    private static final long MEBIBYTE = 1 << 20;
    private static final long LITTLE = 1024 * MEBIBYTE;
    private static final long TOO_LITTLE = 256 * MEBIBYTE;

    private final Path data;

    @Activate
    public DiskCheck(BundleContext bundle) {
        this(Path.of(bundle.getProperty("posthouse.home"), "data"));
    }

    DiskCheck(Path data) {
        this.data = data;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        File folder = data.toFile();
        long free = folder.getUsableSpace();
        String said = free / MEBIBYTE + " MiB are free for " + data;
        switch (status(folder.getTotalSpace(), free)) {
            case OK -> log.info(said);
            case WARN -> log.warn(said);
            default -> log.critical(said);
        }
        return new Result(log);
    }

    /** What it means that so many octets of so many are free. */
    static Result.Status status(long disk, long free) {
        if (disk == 0 || free < Math.min(TOO_LITTLE, disk / 10)) {
            return Result.Status.CRITICAL;
        }
        return free < Math.min(LITTLE, disk / 5) ? Result.Status.WARN : Result.Status.OK;
    }
}
