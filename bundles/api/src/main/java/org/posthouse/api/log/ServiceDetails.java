package org.posthouse.api.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Listeners;

/** How much each service tells, of every service there is, and changing it: at once and for good, as it is a setting like others. */
public final class ServiceDetails {
    /** Stands for every service where something is set. */
    public static final String ALL = "all";

    private static final String PID = "org.posthouse.core.log";
    private static final String GENERAL = "detail";
    private static final String SERVICES = "services";
    private static final String DELIVERY = "delivery";

    private final ServiceLogs logs;
    private final Configurations configurations;
    private final Listeners listeners;

    public ServiceDetails(ServiceLogs logs, Configurations configurations, Listeners listeners) {
        this.logs = logs;
        this.configurations = configurations;
        this.listeners = listeners;
    }

    /** The same in somebody's name: what is changed is remembered as done at this door, by him, as of {@link Configurations#by}. */
    public ServiceDetails by(String door, String who) {
        return new ServiceDetails(logs, configurations.by(door, who), listeners);
    }

    /** Also of those that have not told anything yet. */
    public SortedMap<String, Detail> all() {
        SortedMap<String, Detail> details = new TreeMap<>(logs.details());
        Detail general =
                values(GENERAL).stream().findFirst().flatMap(Detail::of).orElse(Detail.MEDIUM);
        listeners.services().forEach(service -> details.putIfAbsent(service.protocol(), general));
        details.putIfAbsent(DELIVERY, general);
        return details;
    }

    /**
     * This service, or {@value #ALL} of them, tells so much from now on.
     *
     * @throws MailException PERMANENT if there is no such service
     */
    public void set(String service, Detail detail) throws MailException {
        require(service);
        if (service.equals(ALL)) {
            configurations.set(PID, Map.of(GENERAL, List.of(detail.text()), SERVICES, List.of()));
            return;
        }
        List<String> others = new ArrayList<>(values(SERVICES));
        others.removeIf(each -> each.isBlank() || each.strip().startsWith(service + "="));
        others.add(service + "=" + detail.text());
        configurations.set(PID, Map.of(SERVICES, others));
    }

    /** @throws MailException PERMANENT if there is no such service, and it is not {@value #ALL} */
    public void require(String service) throws MailException {
        SortedMap<String, Detail> details = all();
        if (!service.equals(ALL) && !details.containsKey(service)) {
            throw new MailException(
                    MailException.Kind.PERMANENT,
                    new Status(5, 3, 0),
                    "there is no service '" + service.replaceAll("\\p{Cntrl}", "?") + "'; there are all, "
                            + String.join(", ", details.keySet()));
        }
    }

    private List<String> values(String setting) {
        Optional<Configurations.Setting> found =
                configurations.show(PID).flatMap(described -> described.setting(setting));
        return found.map(Configurations.Setting::values).orElse(List.of());
    }
}
