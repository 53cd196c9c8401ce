package org.posthouse.core.log;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.EventLog;
import org.posthouse.api.log.ServiceLogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what services tell to loggers {@code posthouse.service.NAME}. These lines are put on disk by a thread of the logging's own
 * (etc/logback.xml): who tells waits for nothing, and when more is told than can be written lines are left out.
 */
@Component(name = Logs.NAME, immediate = true)
@Designate(ocd = LogConfiguration.class)
public final class Logs implements ServiceLogs {
    static final String NAME = "org.posthouse.core.log";
    private static final String LOGGERS = "posthouse.service.";
    /** Names come from settings of listeners; more than these are not counted. */
    private static final int MOST = 1000;

    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private volatile LogSettings settings;

    @Activate
    public Logs(LogConfiguration configuration) {
        this(LogSettings.of(configuration.detail(), configuration.services()));
    }

    Logs(LogSettings settings) {
        this.settings = settings;
    }

    @Modified
    void change(LogConfiguration configuration) {
        change(LogSettings.of(configuration.detail(), configuration.services()));
    }

    void change(LogSettings others) {
        settings = others;
    }

    @Override
    public EventLog of(String service, String id) {
        return new Work(service, id);
    }

    @Override
    public SortedMap<String, Detail> details() {
        LogSettings its = settings;
        SortedMap<String, Detail> details = new TreeMap<>(its.services());
        loggers.keySet().forEach(service -> details.put(service, its.detailOf(service)));
        return details;
    }

    private Logger logger(String service) {
        Logger known = loggers.get(service);
        if (known != null) {
            return known;
        }
        Logger made = LoggerFactory.getLogger(LOGGERS + service);
        if (loggers.size() < MOST) {
            loggers.put(service, made);
        }
        return made;
    }

    /** What one connection or mail has to tell. */
    private final class Work implements EventLog {
        private final String service;
        private final String id;

        Work(String service, String id) {
            this.service = service;
            this.id = id;
        }

        @Override
        public boolean takes(Detail detail) {
            return settings.detailOf(service).includes(detail);
        }

        @Override
        public void tell(Detail detail, String event) {
            if (!takes(detail)) {
                return;
            }
            if (detail == Detail.HIGH) {
                logger(service).debug("{}", Line.of(id, event));
            } else {
                logger(service).info("{}", Line.of(id, event));
            }
        }
    }
}
