package org.posthouse.console.shell;

import java.util.List;
import org.posthouse.console.shell.Command.Action;

/** What {@code bin/posthouse} does itself: it is named here for the overview and for completion, and never run. */
final class ClientCommands {
    private static final Action ELSEWHERE = call -> Commands.WRONG_USAGE;
    private static final List<Option> AS_RUN = List.of(
            Option.of("--port-offset", "N", "added to every standard port"),
            Option.of("--bind", "ADDR", "the address to listen on"),
            Option.flag("--demo", "try it: loopback only, accounts with known passwords"),
            Option.flag("--safe", "leave the folder plugins/ alone"));

    private static final List<Option> APPLIED =
            List.of(Option.flag("--force", "make everything anew, also out of the very files that serve"));

    private ClientCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("run", "", "run the server in the foreground", AS_RUN, ELSEWHERE),
                Command.of("start", "", "start it in the background", AS_RUN, ELSEWHERE),
                Command.of("stop", "", "stop it", ELSEWHERE),
                Command.of("version", "", "say which release this is, and which one serves", ELSEWHERE),
                Command.of("upgrade check", "", "what would not go on as before with this release", ELSEWHERE),
                Command.of("upgrade apply", "", "have this release serve, with a way back", APPLIED, ELSEWHERE),
                Command.of("upgrade commit", "", "give up the way back", ELSEWHERE));
    }
}
