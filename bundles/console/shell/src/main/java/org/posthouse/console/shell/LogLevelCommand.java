package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.ServiceDetails;
import org.posthouse.api.log.ServiceLogs;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;

/** {@code posthouse log level}: how much each service tells. */
final class LogLevelCommand {

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
        call.looksOnly();
        SortedMap<String, Detail> details = ask(call, ServiceDetails::all);
        if (call.words().size() == 1) {
            String service = call.word(0);
            ask(call, its -> {
                its.require(service);
                return service;
            });
            details.keySet().removeIf(each -> !service.equals(ServiceDetails.ALL) && !service.equals(each));
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
        String service = call.word(0);
        ask(call, details -> {
            details.set(service, detail);
            return service;
        });
        call.done((service.equals(ServiceDetails.ALL) ? "every service" : service) + " tells at detail " + detail.text()
                + " from now on");
        return Commands.DONE;
    }

    private static <T> T ask(Call call, Services.Question<ServiceDetails, T> question) throws MailException {
        return call.ask(
                ServiceLogs.class,
                logs -> call.settings(configurations -> call.ask(
                        Listeners.class,
                        listeners -> question.of(new ServiceDetails(logs, configurations, listeners)))));
    }
}
