package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse filter …}: who judges mail. */
final class FilterCommands {
    private static final String PIPELINE = "org.posthouse.core.pipeline";

    private FilterCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("filter order", "", "show which filters judge, in which order", FilterCommands::order)
                        .with(Trait.LOOKS),
                Command.of(
                        "filter reorder",
                        "NAME…",
                        "let these filters judge first, in this order",
                        FilterCommands::reorder));
    }

    private static int reorder(Call call) throws MailException, IOException {
        List<Intake.Step> order = call.ask(Intake.class, Intake::order);
        for (String name : call.words()) {
            if (order.stream()
                    .noneMatch(
                            step -> step.plugin().equals(name) || step.plugin().endsWith("." + name))) {
                throw Call.refused("there is no filter " + name + "; 'posthouse filter order' shows those there are");
            }
        }
        call.set(PIPELINE, Map.of(Intake.ORDER_SETTING, call.words()));
        return order(call);
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
