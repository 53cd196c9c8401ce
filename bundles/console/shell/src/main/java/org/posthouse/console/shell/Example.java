package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command as somebody may give it, for its help and the manual. */
final class Example {
    /** Where options, or words of its own, make the better one. */
    private static final Map<String, String> WRITTEN = Map.ofEntries(
            Map.entry("account add", "account add kate@school.edu --name Kate --quota 2G"),
            Map.entry("account set", "account set kate@school.edu --protocols imap,smtp"),
            Map.entry("account remove", "account remove kate@school.edu --keep-mail"),
            Map.entry("account offboard", "account offboard kate@school.edu --forward head@school.edu"),
            Map.entry("alias add", "alias add info@school.edu kate@school.edu head@school.edu"),
            Map.entry("alias remove", "alias remove info@school.edu"),
            Map.entry("audit", "audit --user kate@school.edu"),
            Map.entry("auth test", "auth test kate@school.edu --protocol imap"),
            Map.entry("block add", "block add pest@example.org"),
            Map.entry("block remove", "block remove pest@example.org"),
            Map.entry("cert install", "cert install fullchain.pem privkey.pem --follow"),
            Map.entry("cert request", "cert request mail.csr --name mail.school.edu"),
            Map.entry("config history", "config history org.posthouse.core.queue"),
            Map.entry("config undo", "config undo 17"),
            Map.entry("connections", "connections --user kate@school.edu"),
            Map.entry("connections close", "connections close --user kate@school.edu"),
            Map.entry("filter order", "filter order"),
            Map.entry("forward set", "forward set kate@school.edu ron@example.com --keep-copy"),
            Map.entry("log", "log --follow --service imap"),
            Map.entry("log level", "log level imap high"),
            Map.entry("mail expunge", "mail expunge kate@school.edu BEFORE 1-Jan-2020 --mailbox Trash"),
            Map.entry("mail move", "mail move kate@school.edu FROM shop --to Archive --dry-run"),
            Map.entry("mail search", "mail search kate@school.edu FROM ron SINCE 1-Nov-2026"),
            Map.entry("mailbox rename", "mailbox rename kate@school.edu Work Archive/Work"),
            Map.entry("plugin install", "plugin install example-filter-1.0.0.jar"),
            Map.entry("plugin update", "plugin update dnsbl dnsbl-1.1.0.jar"),
            Map.entry("queue bounce", "queue bounce --domain example.org"),
            Map.entry("queue delete", "queue delete --sender pest@example.org"),
            Map.entry("queue hold", "queue hold --domain example.org"),
            Map.entry("queue list", "queue list --state deferred"),
            Map.entry("queue release", "queue release --all"),
            Map.entry("queue requeue", "queue requeue --all"),
            Map.entry("queue retry", "queue retry --domain example.org"),
            Map.entry("reload", "reload --all"),
            Map.entry("route set", "route set '*' relay.example.net:587 --tls must"),
            Map.entry("run", "run --demo --port-offset 10000"),
            Map.entry("setup", "setup --host mail.school.edu --domain school.edu"),
            Map.entry("shell", "shell lb"),
            Map.entry("start", "start --home /srv/mail"),
            Map.entry("store check", "store check kate@school.edu --repair"),
            Map.entry("trace", "trace --address kate@school.edu --since 2d"));

    /** What may stand for a word of the arguments. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("ADDRESS", "kate@school.edu"),
            Map.entry("ADDRESS|IP", "192.0.2.7"),
            Map.entry("NEW", "kay@school.edu"),
            Map.entry("DOMAIN", "school.edu"),
            Map.entry("DOMAIN|*", "example.org"),
            Map.entry("MAILBOX", "Work"),
            Map.entry("PID", "org.posthouse.core.queue"),
            Map.entry("KEY=VALUE…", "lifetimeHours=72"),
            Map.entry("FILE.csv", "accounts.csv"),
            Map.entry("CIDR|HOST|DOMAIN", "192.0.2.0/24"),
            Map.entry("KIND", "accounts"),
            Map.entry("ID", "1W8xYzQ"));

    private Example() {}

    static String of(Command command) {
        String written = WRITTEN.get(command.path());
        if (written != null) {
            return "posthouse " + written;
        }
        List<String> words = new ArrayList<>(List.of("posthouse", command.path()));
        if (!command.arguments().isEmpty()) {
            for (String argument : command.arguments().split(" ")) {
                words.add(word(command, argument.replaceAll("[\\[\\]]", "")));
            }
        }
        return String.join(" ", words);
    }

    private static String word(Command command, String argument) {
        if (argument.startsWith("NAME")) {
            return command.noun().equals("domain") ? "school.edu" : "access";
        }
        return WORDS.getOrDefault(argument, argument.replace("…", ""));
    }
}
