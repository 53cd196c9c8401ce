package org.posthouse.console.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The command line: every command, at the administration socket and in the Gogo shell under the scope {@code posthouse}. */
@Component(
        name = "org.posthouse.console.shell",
        service = {},
        immediate = true)
public final class Shell {
    private final AdminSocket socket;
    private final List<ServiceRegistration<Function>> gogo = new ArrayList<>();

    @Activate
    public Shell(BundleContext bundle) throws IOException {
        Commands commands = new Commands(new HouseServices(bundle), all());
        for (String noun : commands.nouns()) {
            if (!noun.equals("shell")) {
                Dictionary<String, Object> properties = FrameworkUtil.asDictionary(
                        Map.of(CommandProcessor.COMMAND_SCOPE, "posthouse", CommandProcessor.COMMAND_FUNCTION, noun));
                gogo.add(bundle.registerService(Function.class, new GogoCommand(noun, commands), properties));
            }
        }
        socket = new AdminSocket(Path.of(bundle.getProperty("posthouse.home"), "run"), commands);
    }

    static List<Command> all() {
        return Stream.of(
                        ServerCommands.all(),
                        SetupCommand.all(),
                        CheckCommand.all(),
                        HealthCommand.all(),
                        DomainCommands.all(),
                        AccountCommands.all(),
                        LoginCommands.all(),
                        AliasCommands.all(),
                        ForwardCommands.all(),
                        RouteCommands.all(),
                        AccessCommands.all(),
                        CertCommands.all(),
                        PlugInCommands.all(),
                        FilterCommands.all(),
                        ConfigCommands.all(),
                        MailboxCommands.all(),
                        MailCommands.all(),
                        StoreCommands.all(),
                        QueueCommands.all(),
                        QueueActions.all(),
                        TraceCommand.all(),
                        LogCommand.all(),
                        LogLevelCommand.all(),
                        AuditCommand.all(),
                        MetricsCommand.all(),
                        ShellCommand.all(),
                        CompletionCommand.all())
                .flatMap(List::stream)
                .toList();
    }

    @Deactivate
    void close() throws IOException {
        gogo.forEach(ServiceRegistration::unregister);
        socket.close();
    }
}
