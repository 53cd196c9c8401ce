package org.posthouse.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.bench.server.Posthouse;
import org.posthouse.bench.work.Length;
import org.posthouse.bench.work.Workload;
import org.posthouse.bench.work.Workloads;

/**
 * What is wanted.
 *
 * @param workloads at least one
 * @param servers that are measured
 * @param json where the figures go for programs
 * @param folder below which servers have theirs
 * @param former figures that were kept, to be compared with
 */
record Options(
        List<Workload> workloads, Servers servers, Length length, Path json, Path folder, Optional<Path> former) {
    static final String USAGE = """
            usage: distro/bench [OPTION…] [WORKLOAD…]
                   distro/bench --jmh [PATTERN]        measures the hot pieces instead

            WORKLOAD is %s; all of them without any.
            Only when asked for: %s.

              --only WORKLOAD,…   the same
              --store LIST        Posthouse with store log, which is the default, jdbc, or both side by side
              --peers LIST        none, or of maildir and sdbox (Postfix and Dovecot); postfix is both, and the default
              --quick             three minutes for all, instead of an hour
              --sessions N,…      instead of 16; with 1,16,64 it takes two hours
              --rounds N          runs of each kind at each server
              --seconds N         length of a run
              --rate N            mail is offered so often a second, evenly, instead of as fast as it is taken
              --sustain MINUTES   mail without a pause for so long, instead of what is done otherwise
              --stored N          growth goes up to so many messages, instead of a million
              --json FILE         instead of distro/target/bench/TIME.json
              --compare FILE      tells what has changed since the figures in this JSON file
              --folder DIR        on the disk to be measured, instead of /var/tmp
              --help

            """.formatted(names(Workloads.all()), names(Workloads.more()));

    private static final List<String> FORMATS = List.of("maildir", "sdbox");
    private static final List<String> STORES = List.of(Posthouse.STORE, "jdbc");

    /**
     * Who is measured.
     *
     * @param stores of Posthouse, each with a server of its own; at least one
     * @param peers by their formats of mailboxes
     */
    record Servers(List<String> stores, List<String> peers) {
        Servers {
            stores = List.copyOf(stores);
            peers = List.copyOf(peers);
        }
    }

    Options {
        workloads = List.copyOf(workloads);
    }

    private static String names(List<Workload> workloads) {
        return String.join(", ", workloads.stream().map(Workload::name).toList());
    }

    /** Reads the command line; what is wrong with it is the message of the exception. */
    static Options of(List<String> arguments, Path json) {
        Deque<String> words = new ArrayDeque<>(arguments);
        List<Workload> workloads = new ArrayList<>();
        Options options = new Options(
                List.of(),
                new Servers(List.of(Posthouse.STORE), FORMATS),
                Length.FULL,
                json,
                Path.of("/var/tmp"),
                Optional.empty());
        // What shortens is known before what changes it.
        if (words.remove("--quick")) {
            options = options.with(Length.QUICK);
        }
        while (!words.isEmpty()) {
            String word = words.remove();
            switch (word) {
                case "--only" -> list(word, words).forEach(name -> workloads.add(workload(name)));
                case "--store" -> options = options.with(list(word, words));
                case "--sustain" -> {
                    options = options.with(options.length.withMinutes(number(word, words)));
                    workloads.add(workload("sustained"));
                }
                case "--stored" -> options = options.with(options.length.withStored(large(word, value(word, words))));
                case "--peers" -> options = options.beside(list(word, words));
                case "--sessions" ->
                    options = options.with(options.length.withSessions(numbers(word, list(word, words))));
                case "--rounds" -> options = options.with(options.length.withRounds(number(word, words)));
                case "--rate" -> options = options.with(options.length.withRate(number(word, words)));
                case "--seconds" ->
                    options = options.with(options.length.withTime(Duration.ofSeconds(number(word, words))));
                case "--json" -> options = options.writing(Path.of(value(word, words)));
                case "--folder" -> options = options.below(Path.of(value(word, words)));
                case "--compare" -> options = options.since(Path.of(value(word, words)));
                default -> workloads.add(workload(word));
            }
        }
        return options.doing(workloads.isEmpty() ? Workloads.all() : workloads);
    }

    private Options doing(List<Workload> chosen) {
        return new Options(chosen, servers, length, json, folder, former);
    }

    private Options with(Length wanted) {
        return new Options(workloads, servers, wanted, json, folder, former);
    }

    private Options writing(Path file) {
        return new Options(workloads, servers, length, file, folder, former);
    }

    private Options below(Path place) {
        return new Options(workloads, servers, length, json, place, former);
    }

    private Options since(Path file) {
        return new Options(workloads, servers, length, json, folder, Optional.of(file));
    }

    /** What was done, for who reads the figures later. */
    Map<String, Object> facts(Instant begun) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("begun", begun.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("minutes", Duration.between(begun, Instant.now()).toMinutes());
        facts.put("workloads", workloads.stream().map(Workload::name).toList());
        facts.put("stores", servers.stores());
        facts.put("peers", servers.peers());
        facts.put("seconds", length.time().toMillis() / 1000.0);
        facts.put("rounds", length.rounds());
        facts.put("sessions", length.sessions());
        facts.put("rate", length.rate());
        facts.put("warmingMessages", length.warm());
        facts.put("mailboxMessages", length.messages());
        facts.put("idleConnections", length.idle());
        facts.put("sustainedMinutes", length.minutes());
        facts.put("storedMessages", length.stored());
        return facts;
    }

    /** Without peers. */
    Options alone() {
        return new Options(workloads, new Servers(servers.stores(), List.of()), length, json, folder, former);
    }

    private Options beside(List<String> names) {
        List<String> formats = names.equals(List.of("none"))
                ? List.of()
                : names.stream()
                        .flatMap(name -> name.equals("postfix") ? FORMATS.stream() : Stream.of(name))
                        .distinct()
                        .toList();
        if (!FORMATS.containsAll(formats)) {
            throw new IllegalArgumentException("--peers needs none, postfix, maildir or sdbox, not " + names);
        }
        return new Options(workloads, new Servers(servers.stores(), formats), length, json, folder, former);
    }

    private Options with(List<String> stores) {
        if (!STORES.containsAll(stores)) {
            throw new IllegalArgumentException("--store needs log, jdbc or log,jdbc, not " + String.join(",", stores));
        }
        List<String> each = stores.stream().distinct().toList();
        return new Options(workloads, new Servers(each, servers.peers()), length, json, folder, former);
    }

    private static Workload workload(String name) {
        if (name.startsWith("-")) {
            throw new IllegalArgumentException("there is no option " + name);
        }
        return Stream.concat(Workloads.all().stream(), Workloads.more().stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload " + name + "; there are "
                        + names(Workloads.all()) + ", " + names(Workloads.more())));
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.remove();
    }

    private static List<String> list(String option, Deque<String> words) {
        return List.of(value(option, words).split(","));
    }

    private static int number(String option, Deque<String> words) {
        return numbers(option, List.of(value(option, words))).get(0);
    }

    private static int large(String option, String word) {
        if (!word.matches("[1-9][0-9]{3,8}")) {
            throw new IllegalArgumentException(option + " needs a number from 1000 to 999999999, not " + word);
        }
        return Integer.parseInt(word);
    }

    private static List<Integer> numbers(String option, List<String> words) {
        for (String word : words) {
            if (!word.matches("[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException(option + " needs a number from 1 to 9999, not " + word);
            }
        }
        return words.stream().map(Integer::valueOf).toList();
    }
}
