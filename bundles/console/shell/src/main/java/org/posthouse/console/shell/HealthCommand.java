package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse health}: whether the server is well. */
final class HealthCommand {
    private HealthCommand() {}

    static List<Command> all() {
        return List.of(
                Command.of("health", "", "say whether the server is well; status 4 if it is not", HealthCommand::run)
                        .with(Trait.LOOKS));
    }

    private static int run(Call call) throws MailException, IOException {
        Table table = new Table("CHECK", "STATE", "WHAT IT FOUND").whenEmpty("There are no health checks.");
        List<Object> json = new ArrayList<>();
        boolean well = true;
        HealthCheckSelector ours = HealthCheckSelector.tags("posthouse");
        for (HealthCheckExecutionResult check :
                call.ask(HealthCheckExecutor.class, executor -> executor.execute(ours))) {
            String name = check.getHealthCheckMetadata().getName();
            Result result = check.getHealthCheckResult();
            String state = result.getStatus().name().toLowerCase(Locale.ROOT);
            List<String> found = new ArrayList<>();
            for (ResultLog.Entry entry : result) {
                found.add(entry.getMessage());
            }
            well &= result.isOk() || result.getStatus() == Result.Status.WARN;
            table.row(name, state, String.join("; ", found));
            json.add(fields("name", name, "state", state, "found", found));
        }
        call.answer(fields("well", well, "checks", json), table);
        return well ? Commands.DONE : Commands.PROBLEMS;
    }
}
