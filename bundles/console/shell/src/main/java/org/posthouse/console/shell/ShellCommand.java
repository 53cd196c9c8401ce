package org.posthouse.console.shell;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code posthouse shell}: the Gogo shell inside the running server. */
final class ShellCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ShellCommand.class);

    private ShellCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "shell",
                        "[COMMAND…]",
                        "run a Gogo command, or a shell, inside the running server",
                        ShellCommand::run)
                .with(Trait.VERBATIM));
    }

    private static int run(Call call) throws MailException, IOException {
        boolean one = !call.words().isEmpty();
        // A command that reads nothing must not take the caller's input away from him.
        InputStream input =
                one ? new ByteArrayInputStream(new byte[0]) : call.terminal().input();
        PrintStream output = new PrintStream(call.terminal().foreign(), true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(call.terminal().errors(), true, StandardCharsets.UTF_8);
        return call.ask(CommandProcessor.class, processor -> {
            try (CommandSession session = processor.createSession(input, output, errors)) {
                return one
                        ? execute(session, String.join(" ", call.words()), output, errors)
                        : converse(
                                session, input, output, errors, call.terminal().interactive());
            }
        });
    }

    private static int converse(
            CommandSession session, InputStream input, PrintStream output, PrintStream errors, boolean prompt) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        int status = Commands.DONE;
        try {
            while (true) {
                if (prompt) {
                    output.print("posthouse> ");
                    output.flush();
                }
                String line = lines.readLine();
                if (line == null || line.strip().equals("exit") || line.strip().equals("quit")) {
                    return status;
                }
                if (!line.isBlank()) {
                    status = execute(session, line, output, errors);
                }
            }
        } catch (IOException e) {
            LOG.debug("the shell's user has gone", e);
            return status;
        }
    }

    /** Gogo's own failures are told in words; a command may throw anything. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static int execute(CommandSession session, String line, PrintStream output, PrintStream errors) {
        try {
            Object result = session.execute(line);
            if (result != null) {
                output.println(session.format(result, Converter.INSPECT));
            }
            return Commands.DONE;
        } catch (Exception e) {
            LOG.debug("the Gogo command failed", e);
            errors.println("posthouse: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return Commands.REFUSED;
        }
    }
}
