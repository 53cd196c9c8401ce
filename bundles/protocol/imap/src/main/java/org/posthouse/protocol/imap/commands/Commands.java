package org.posthouse.protocol.imap.commands;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Phase;
import org.posthouse.protocol.imap.session.Task;

/** All commands there are, by name. */
public final class Commands {
    private static final Map<String, Command> ALL = Stream.of(
                    new Capability(),
                    new Noop("NOOP", Allowed.ALWAYS),
                    new Noop("CHECK", Allowed.SELECTED),
                    new Logout(),
                    new Id(),
                    new Enable(),
                    new StartTls(),
                    new Compress(),
                    new Login(),
                    new Authenticate(),
                    new Select("SELECT", false),
                    new Select("EXAMINE", true),
                    new Create(),
                    new Delete(),
                    new Rename(),
                    new Subscribe("SUBSCRIBE", true),
                    new Subscribe("UNSUBSCRIBE", false),
                    new ListMailboxes(),
                    new ListSubscribed(),
                    new Status(),
                    new Namespace(),
                    new Append(),
                    new Idle(),
                    new Close("CLOSE", true),
                    new Close("UNSELECT", false),
                    new Expunge(),
                    new Search(),
                    new Fetch(),
                    new Store(),
                    new Copy("COPY", false),
                    new Copy("MOVE", true))
            .collect(Collectors.toUnmodifiableMap(Command::name, Function.identity()));

    private Commands() {}

    /** A command that was understood. */
    public record Understood(Task task, boolean expungeAllowed) {}

    /** Reads a command from its name on. */
    public static Understood read(ImapReader in, Phase phase) throws ImapSyntaxException {
        String name = in.keyword();
        if (!name.equals("UID")) {
            Command command = allowed(name, phase);
            return new Understood(command.parse(separated(in, command)), command.expungeAllowed());
        }
        if (!Allowed.SELECTED.in(phase)) {
            throw new ImapSyntaxException("UID is allowed " + Allowed.SELECTED.when());
        }
        Command command = allowed(in.space().keyword(), phase);
        return new Understood(command.parseUid(separated(in, command)), true);
    }

    /** The name must end here. */
    private static ImapReader separated(ImapReader in, Command command) throws ImapSyntaxException {
        if (in.peek() >= 0 && in.peek() != ' ') {
            throw new ImapSyntaxException("Expected a space after " + command.name());
        }
        return in;
    }

    private static Command allowed(String name, Phase phase) throws ImapSyntaxException {
        Command command = ALL.get(name);
        if (command == null) {
            throw new ImapSyntaxException("Unknown command");
        }
        if (!command.allowed().in(phase)) {
            throw new ImapSyntaxException(
                    name + " is allowed " + command.allowed().when());
        }
        return command;
    }
}
