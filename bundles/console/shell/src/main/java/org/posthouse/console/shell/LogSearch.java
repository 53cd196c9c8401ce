package org.posthouse.console.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The newest entries of a log that somebody wants: from its former files, too, as far back as it takes to have enough of them. */
final class LogSearch {
    private final Call call;
    private final Predicate<LogEntry> wanted;
    private final int most;
    private final List<Path> unreadable = new ArrayList<>();
    private int files;

    LogSearch(Call call, Predicate<LogEntry> wanted, int most) {
        this.call = call;
        this.wanted = wanted;
        this.most = most;
    }

    /** In the order in which they were written. */
    List<LogEntry> newest(LogFile log) throws IOException {
        List<LogEntry> found = new ArrayList<>(kept(log::read));
        files++;
        List<Path> former = found.size() < most ? FormerLogs.of(log.path()) : List.of();
        String name = FormerLogs.name(log.path());
        for (int i = 0; i < former.size() && found.size() < most && call.wanted(); i++) {
            Path file = former.get(i);
            List<LogEntry> before = kept(reader -> {
                if (!FormerLogs.read(file, name, reader)) {
                    unreadable.add(file);
                }
            });
            found.addAll(0, before.subList(Math.max(0, before.size() + found.size() - most), before.size()));
            files++;
            call.progress(i + 1, former.size(), "former files of " + name + ".log looked through");
        }
        return found;
    }

    /** What gives entries, one after the other. */
    private interface Source {
        void read(Consumer<LogEntry> reader) throws IOException;
    }

    private List<LogEntry> kept(Source source) throws IOException {
        Deque<LogEntry> kept = new ArrayDeque<>();
        source.read(entry -> {
            if (wanted.test(entry)) {
                kept.add(entry);
                if (kept.size() > most) {
                    kept.remove();
                }
            }
        });
        return List.copyOf(kept);
    }

    /** How many files were looked through. */
    int files() {
        return files;
    }

    /** Says which files could not be read to their end; the status that this leads to. */
    int status() throws IOException {
        for (Path file : unreadable) {
            call.terminal().error("posthouse: " + file + " is damaged: what stands in it was told as far as it goes\n");
        }
        return unreadable.isEmpty() ? Commands.DONE : Commands.PROBLEMS;
    }
}
