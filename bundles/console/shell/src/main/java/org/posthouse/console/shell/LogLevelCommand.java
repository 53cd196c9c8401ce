package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.ServiceLogs;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;

/** {@code posthouse log level}: how much each service tells. */
final class LogLevelCommand {
    private static final String PID = "org.posthouse.core.log";
    private static final String GENERAL = "detail";
    private static final String SERVICES = "services";
    private static final String ALL = "all";
    private static final String DELIVERY = "delivery";

    private LogLevelCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                "log level",
                "[SERVICE] [low|medium|high]",
                "show or set how much services tell: low is what went wrong, medium also who came and logged in,"
                        + " high also each command; SERVICE may be all",
                LogLevelCommand::run));
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        if (call.words().size() == 2) {
            return set(call);
        }
        SortedMap<String, Detail> details = details(call);
        if (call.words().size() == 1) {
            String service = known(call.word(0), details);
            details.keySet().removeIf(each -> !service.equals(ALL) && !service.equals(each));
        }
        Table table = new Table("SERVICE", "DETAIL");
        List<Object> json = new ArrayList<>();
        details.forEach((service, detail) -> {
            table.row(service, detail.text());
            json.add(fields("service", service, "detail", detail.text()));
        });
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int set(Call call) throws MailException, UsageException, IOException {
        Detail detail = Detail.of(call.word(1))
                .orElseThrow(() -> new UsageException("'" + call.word(1) + "' is none of low, medium and high"));
        String service = known(call.word(0), details(call));
        Map<String, List<String>> change;
        if (service.equals(ALL)) {
            change = Map.of(GENERAL, List.of(detail.text()), SERVICES, List.of());
        } else {
            List<String> others = new ArrayList<>(values(call, SERVICES));
            others.removeIf(each -> each.isBlank() || each.strip().startsWith(service + "="));
            others.add(service + "=" + detail.text());
            change = Map.of(SERVICES, others);
        }
        call.ask(Configurations.class, configurations -> {
            configurations.set(PID, change);
            return true;
        });
        call.done((service.equals(ALL) ? "every service" : service) + " tells at detail " + detail.text()
                + " from now on");
        return Commands.DONE;
    }

    /** Of every service there is, whether or not it has told anything yet. */
    private static SortedMap<String, Detail> details(Call call) throws MailException {
        SortedMap<String, Detail> details = new TreeMap<>(call.ask(ServiceLogs.class, ServiceLogs::details));
        Detail general =
                values(call, GENERAL).stream().findFirst().flatMap(Detail::of).orElse(Detail.MEDIUM);
        for (Listeners.Service service : call.ask(Listeners.class, Listeners::services)) {
            details.putIfAbsent(service.protocol(), general);
        }
        details.putIfAbsent(DELIVERY, general);
        return details;
    }

    private static List<String> values(Call call, String setting) throws MailException {
        Optional<Configurations.Setting> found = call.ask(
                        Configurations.class, configurations -> configurations.show(PID))
                .flatMap(described -> described.setting(setting));
        return found.map(Configurations.Setting::values).orElse(List.of());
    }

    private static String known(String service, SortedMap<String, Detail> details) throws MailException {
        if (service.equals(ALL) || details.containsKey(service)) {
            return service;
        }
        throw Call.refused("there is no service '" + Table.printable(service) + "'; there are all, "
                + String.join(", ", details.keySet()));
    }
}
