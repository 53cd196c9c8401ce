package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse filter …}: who judges mail. */
final class FilterCommands {
    private FilterCommands() {}

    static List<Command> all() {
        return List.of(Command.of("filter order", "", "show which filters judge, in which order", FilterCommands::order)
                .with(Trait.LOOKS));
    }

    private static int order(Call call) throws MailException, IOException {
        Table table = new Table("STAGE", "RANK", "FILTER", "VERSION", "STATE", "WHEN AWAY", "WHEN FAILING")
                .whenEmpty("There are no filters.");
        List<Object> json = new ArrayList<>();
        for (Intake.Step step : call.ask(Intake.class, Intake::order)) {
            table.row(
                    step.stage(),
                    step.rank(),
                    step.plugin(),
                    step.version(),
                    step.state(),
                    step.onAbsence(),
                    step.onFailure());
            json.add(fields(
                    "stage", step.stage(),
                    "rank", step.rank(),
                    "plugin", step.plugin(),
                    "version", step.version(),
                    "state", step.state(),
                    "onAbsence", step.onAbsence(),
                    "onFailure", step.onFailure()));
        }
        call.answer(json, table);
        return Commands.DONE;
    }
}
