package org.posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthouse.launcher.Release;
import org.posthouse.launcher.upgrade.Upgrade;
import org.posthouse.launcher.upgrade.Upgrade.Finding;

/** {@code posthouse upgrade}: this release comes to a home that another one has served. With a running server and without. */
final class UpgradeCommand {
    static final String USAGE = """
            usage: posthouse upgrade check|commit [--home DIR] [--json]
                   posthouse upgrade apply [--force] [--home DIR] [--json]
              check   says which release served this home, and what would not go on
                      as before with this one: plug-ins that do not resolve, and
                      settings that nobody has any more
              apply   keeps the configuration as it is, and has a running server
                      make everything anew out of this release, which ends all
                      connections; not if it is made of these very files already,
                      unless --force is given
              commit  gives up the way back to the former release""";

    private static final int DONE = 0;
    private static final int PROBLEMS = 4;
    private static final String FORCE = "--force";
    private static final String DIST = "-Dposthouse.dist=";

    private final Path distribution;
    private final Path home;
    private final Upgrade upgrade;

    UpgradeCommand(Path distribution, Path home) {
        this.distribution = distribution;
        this.home = home;
        this.upgrade = Release.over(distribution, home);
    }

    /** The exit status. */
    int run(List<String> given) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(given);
        boolean json = words.remove(Main.JSON);
        boolean force = words.contains("apply") && words.remove(FORCE);
        if (words.size() != 2) {
            throw new WrongUsage("upgrade takes one of check, apply, commit");
        }
        return switch (words.get(1)) {
            case "check" -> check(json);
            case "apply" -> apply(json, force);
            case "commit" -> commit(json);
            default -> throw new WrongUsage("upgrade takes one of check, apply, commit, not '" + words.get(1) + "'");
        };
    }

    private int check(boolean json) throws IOException {
        Finding finding = upgrade.check();
        System.out.println(json ? json(finding) : text(finding));
        return finding.problems().isEmpty() ? DONE : PROBLEMS;
    }

    private int apply(boolean json, boolean force) throws IOException, InterruptedException {
        List<String> problems = upgrade.check().problems();
        if (!problems.isEmpty()) {
            throw new IOException(String.join("; ", problems) + "; put another version there, or take it away, first");
        }
        Optional<ProcessHandle> server = new PidFile(home).server();
        Optional<String> other = server.flatMap(UpgradeCommand::distributionOf).filter(each -> !same(each));
        if (other.isPresent()) {
            throw new IOException("the server of this home runs out of " + other.get()
                    + "; stop it ('posthouse stop'), give this command again, and start this release");
        }
        if (server.isPresent() && !force && upgrade.unchanged()) {
            System.out.println(
                    json
                            ? "{\"release\":" + Quoted.of(Release.version()) + ",\"state\":\"unchanged\"}"
                            : "Nothing has changed: the running server is made of these very files of release "
                                    + Release.version() + ", so nothing was done. With " + FORCE
                                    + " everything is made anew all the same.");
            return DONE;
        }
        upgrade.apply();
        if (server.isPresent()) {
            Optional<Integer> reloaded = new ReloadCommand(home)
                    .run(json ? List.of("reload", "--all", Main.JSON) : List.of("reload", "--all"));
            return reloaded.orElse(DONE);
        }
        System.out.println(
                json
                        ? "{\"release\":" + Quoted.of(Release.version()) + ",\"state\":\"applied\"}"
                        : "Release " + Release.version()
                                + " may be started on this home. Until 'posthouse upgrade commit'"
                                + " the former one may be, too; the configuration as it was is in "
                                + home.resolve("data/upgrade/etc"));
        return DONE;
    }

    private int commit(boolean json) throws IOException {
        upgrade.commit();
        System.out.println(
                json
                        ? "{\"release\":" + Quoted.of(Release.version()) + ",\"state\":\"committed\"}"
                        : "The upgrade to release " + Release.version() + " is committed.");
        return DONE;
    }

    /** Where it was started from, as its command line says. */
    private static Optional<String> distributionOf(ProcessHandle server) {
        return server.info().arguments().stream()
                .flatMap(Arrays::stream)
                .filter(argument -> argument.startsWith(DIST))
                .map(argument -> argument.substring(DIST.length()))
                .findFirst();
    }

    private boolean same(String other) {
        try {
            return Files.isSameFile(Path.of(other), distribution);
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(Finding finding) {
        List<String> lines = new ArrayList<>();
        lines.add("This home has level " + finding.level() + ", was served last by "
                + finding.served().map(each -> "release " + each).orElse("a release that has not said so")
                + ", and this is release " + finding.release() + ".");
        finding.from()
                .ifPresent(from -> lines.add("An upgrade from release " + from + " is under way, and not committed."));
        lines.add(
                "Nothing in the home has to be changed: this release reads and writes level " + finding.level() + ".");
        lines.addAll(finding.unknown());
        lines.addAll(finding.problems());
        if (finding.problems().isEmpty()) {
            lines.add(
                    switch (finding.jars()) {
                        case 0 -> "There are no plug-ins in plugins/.";
                        case 1 -> "The plug-in in plugins/ resolves.";
                        default -> "All " + finding.jars() + " plug-ins in plugins/ resolve.";
                    });
        }
        return String.join("\n", lines);
    }

    private static String json(Finding finding) {
        return "{\"level\":" + Quoted.of(finding.level()) + ",\"served\":"
                + finding.served().map(Quoted::of).orElse("null") + ",\"underWayFrom\":"
                + finding.from().map(Quoted::of).orElse("null") + ",\"release\":"
                + Quoted.of(finding.release())
                + ",\"plugIns\":" + finding.jars() + ",\"problems\":" + array(finding.problems())
                + ",\"unknownSettings\":"
                + array(finding.unknown()) + "}";
    }

    private static String array(List<String> texts) {
        return texts.stream().map(Quoted::of).collect(Collectors.joining(",", "[", "]"));
    }
}
