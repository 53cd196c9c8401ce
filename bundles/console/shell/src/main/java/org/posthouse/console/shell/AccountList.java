package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Listed;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.MailStore.Usage;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse account list}. What each has used is asked of the store on request alone: there may be a hundred thousand. */
final class AccountList {
    private static final Option USED = Option.flag("--used", "with what each has used, which the store is asked for");
    private static final Option SORT =
            Option.of("--sort", "address|used|login", "used: the largest first; login: who was away longest first");
    private static final Option SEARCH = Option.of("--search", "TEXT", "those with this in their address or name");
    private static final Option LIMIT = Option.of("--limit", "N", "at most so many");

    /** So many are looked for one by one; more are read at once. */
    private static final int PAGE = 500;

    /** More than any server has. */
    private static final int MOST = 1_000_000;

    private AccountList() {}

    static Command command() {
        return Command.of(
                        "account list",
                        "[DOMAIN]",
                        "list the accounts",
                        List.of(USED, SORT, SEARCH, LIMIT),
                        AccountList::run)
                .with(Trait.LOOKS);
    }

    /** One account; empty unless its use was asked for and is known. */
    private record Line(Account account, Optional<Usage> usage) {
        private long octets() {
            return usage.map(Usage::octets).orElse(-1L);
        }

        private Instant login() {
            return account.lastLogin().orElse(Instant.MIN);
        }
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        Optional<String> domain = call.words().stream().findFirst();
        Comparator<Line> order = order(call);
        int limit = limit(call);
        if (domain.isPresent()) {
            DomainCommands.mustBeOurs(call, domain.get());
        }
        String sort = call.options().value(SORT.name()).orElse("address");
        String text = call.options().value(SEARCH.name()).orElse("");
        int most = sort.equals("address") ? limit : MOST;
        Listed listed = call.ask(
                Directory.class,
                directory -> most <= PAGE
                        ? directory.search(domain, text, 0, most)
                        : Listed.of(directory.accounts(domain), text, 0, most));
        boolean used = call.options().has(USED.name()) || sort.equals("used");
        List<Line> lines = new ArrayList<>(used ? used(call, listed.accounts()) : plain(listed.accounts()));
        if (!sort.equals("address")) {
            lines.sort(order);
        }
        show(call, lines.subList(0, Math.min(limit, lines.size())), listed.all(), used);
        long unknown =
                used ? lines.stream().filter(line -> line.usage().isEmpty()).count() : 0;
        if (unknown > 0) {
            call.terminal()
                    .error("posthouse: the store cannot say what " + Words.count(unknown, "account")
                            + " used; 'posthouse store check' tells why\n");
        }
        return unknown > 0 ? Commands.PROBLEMS : Commands.DONE;
    }

    private static int limit(Call call) throws UsageException {
        String text = call.options().value(LIMIT.name()).orElse(Integer.toString(MOST));
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new UsageException("'" + text + "' is no number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static Comparator<Line> order(Call call) throws UsageException {
        String sort = call.options().value(SORT.name()).orElse("address");
        return switch (sort) {
            case "address" ->
                Comparator.comparing(line -> line.account().address().toString());
            case "used" -> Comparator.comparingLong(Line::octets).reversed();
            case "login" -> Comparator.comparing(Line::login);
            default -> throw new UsageException("'" + sort + "' is none of address, used, login");
        };
    }

    private static List<Line> plain(List<Account> accounts) {
        return accounts.stream().map(each -> new Line(each, Optional.empty())).toList();
    }

    private static List<Line> used(Call call, List<Account> accounts) throws MailException {
        return call.ask(MailStore.class, store -> {
            List<Line> lines = new ArrayList<>();
            for (Account each : accounts) {
                if (!call.wanted()) {
                    throw Call.refused("it was broken off");
                }
                lines.add(new Line(each, usage(store, each)));
                call.progress(lines.size(), accounts.size(), "accounts looked at");
            }
            return lines;
        });
    }

    /** A store that is away fails it all; an account that cannot be read does not. */
    private static Optional<Usage> usage(MailStore store, Account account) throws MailException {
        try {
            return Optional.of(store.usage(account.id()));
        } catch (MailException e) {
            if (e.temporary()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static void show(Call call, List<Line> lines, int all, boolean used) throws IOException {
        List<String> headings = new ArrayList<>(List.of("ADDRESS", "NAME", "STATE"));
        headings.addAll(used ? List.of("USED", "MESSAGES", "QUOTA") : List.of("QUOTA"));
        headings.addAll(List.of(Words.heading("LAST LOGIN"), "PROTOCOLS"));
        Table table = new Table(headings.toArray(String[]::new))
                .spare("MESSAGES", used ? "NAME" : "QUOTA", Words.heading("LAST LOGIN"), used ? "QUOTA" : "NAME")
                .whenEmpty(empty(call));
        List<Object> json = new ArrayList<>();
        lines.forEach(line -> table.row(cells(line, used)));
        lines.forEach(line -> json.add(json(line, used)));
        call.answer(json, table);
        if (!call.options().has(Option.JSON.name()) && !lines.isEmpty() && (used || lines.size() < all)) {
            call.terminal().print(sum(lines, all, used) + "\n");
        }
    }

    private static String empty(Call call) {
        return call.options().has(SEARCH.name())
                ? "No account has that in its address or name."
                : "There are no accounts: posthouse account add ADDRESS";
    }

    private static Object[] cells(Line line, boolean used) {
        Account account = line.account();
        String state = account.enabled() ? "enabled" : "disabled";
        List<Object> cells = new ArrayList<>(
                List.of(account.address(), account.name(), account.administrator() ? state + ", admin" : state));
        if (used) {
            cells.add(line.usage()
                    .map(usage -> Words.size(usage.octets()) + share(account, usage))
                    .orElse("not known"));
            cells.add(line.usage().map(usage -> "" + usage.messages()).orElse(""));
        }
        cells.add(AccountCommands.quotas(account));
        cells.add(account.lastLogin().map(Words::time).orElse("never"));
        cells.add(String.join(",", new TreeSet<>(account.protocols())));
        return cells.toArray();
    }

    private static Map<String, Object> json(Line line, boolean used) {
        Account account = line.account();
        Map<String, Object> json = fields(
                "address", account.address(),
                "name", account.name(),
                "enabled", account.enabled(),
                "administrator", account.administrator(),
                "quota", account.quota(),
                "quotaMessages", account.quotaMessages(),
                "protocols", new TreeSet<>(account.protocols()),
                "lastLogin", account.lastLogin().map(Words::iso));
        if (used) {
            json.put("used", line.usage().map(Usage::octets));
            json.put("messages", line.usage().map(Usage::messages));
        }
        return json;
    }

    /** {@code  (61 %)} of its quota, if it has one. */
    static String share(Account account, Usage usage) {
        return account.quota().isPresent() && account.quota().getAsLong() > 0
                ? " (" + usage.octets() * 100 / account.quota().getAsLong() + " %)"
                : "";
    }

    private static String sum(List<Line> lines, int all, boolean used) {
        String shown =
                lines.size() < all ? lines.size() + " of " + Words.count(all, "account") : Words.count(all, "account");
        long octets = lines.stream()
                .flatMap(line -> line.usage().stream())
                .mapToLong(Usage::octets)
                .sum();
        long messages = lines.stream()
                .flatMap(line -> line.usage().stream())
                .mapToLong(Usage::messages)
                .sum();
        return used ? shown + ", " + Words.size(octets) + " in " + Words.count(messages, "message") : shown;
    }
}
