package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.tck.queue.QueueChild;
import org.posthouse.tck.queue.QueueHouse;

/** The queue as the kernel sees it, and with a kernel that fails. Needs strace. */
class FaultTest {
    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?(\\w+)(.*)$", Pattern.DOTALL);
    private static final Pattern SUBJECT = Pattern.compile("Subject: ([0-9A-Z]{13})");
    private static final Pattern ACKNOWLEDGEMENT = Pattern.compile("\"\\+([0-9A-Z]{13})\\\\n\"");

    @TempDir
    Path folder;

    @BeforeEach
    void straceIsHere() throws Exception {
        boolean works = Files.isExecutable(Path.of("/usr/bin/strace"))
                && new ProcessBuilder("strace", "-o", "/dev/null", "true")
                                .start()
                                .waitFor()
                        == 0;
        Assumptions.assumeTrue(works, "no strace, or it may not trace");
    }

    private QueueChild.Victim run(Predicate<QueueChild.Victim> enough, String... strace) throws Exception {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq"));
        command.addAll(List.of(strace));
        try (QueueChild.Victim child =
                QueueChild.start(command, SpoolQueueChild.class, folder.resolve("queue"), false)) {
            child.runAndKill(A_WHILE, enough);
            return child;
        }
    }

    private static boolean failedAndWentOn(QueueChild.Victim victim) {
        return !victim.failures().isEmpty() && victim.acknowledged().size() > 200;
    }

    private Set<String> kept() throws Exception {
        Set<String> ids = new HashSet<>();
        try (SpoolQueue queue = TestQueues.open(folder.resolve("queue"), new QueueHouse())) {
            queue.list().stream().map(QueuedMail::id).forEach(ids::add);
        }
        return ids;
    }

    @Test
    void everyAcknowledgementFollowsTheForceOfItsMail() throws Exception {
        Path trace = folder.resolve("trace");
        QueueChild.Victim child = run(
                victim -> victim.acknowledged().size() > 40,
                "-s",
                "4000000",
                "-e",
                "trace=write,pwrite64,fdatasync",
                "-e",
                "signal=none",
                "-o",
                trace.toString());
        Map<String, StringBuilder> written = new HashMap<>();
        Set<String> safe = new HashSet<>();
        int acknowledged = 0;
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                continue;
            }
            String thread = call.group(1);
            String rest = call.group(3);
            switch (call.group(2)) {
                case "pwrite64" ->
                    written.computeIfAbsent(thread, unused -> new StringBuilder())
                            .append(rest);
                case "fdatasync" -> {
                    if (rest.endsWith("= 0")) {
                        Matcher subject = SUBJECT.matcher(written.getOrDefault(thread, new StringBuilder()));
                        subject.results().forEach(each -> safe.add(each.group(1)));
                        written.remove(thread);
                    }
                }
                default -> {
                    Matcher acknowledgement = ACKNOWLEDGEMENT.matcher(rest);
                    if (acknowledgement.find()) {
                        acknowledged++;
                        assertThat(safe).contains(acknowledgement.group(1));
                    }
                }
            }
        }
        assertThat(acknowledged)
                .isGreaterThan(20)
                .isGreaterThanOrEqualTo(child.acknowledged().size());
    }

    @Test
    void aForceThatFailsIsToldAndTheQueueGoesOn() throws Exception {
        QueueChild.Victim child = run(
                FaultTest::failedAndWentOn,
                "-e",
                "trace=fdatasync",
                "-e",
                "inject=fdatasync:error=EIO:when=20",
                "-o",
                "/dev/null");
        assertThat(child.failures()).isNotEmpty().allMatch(failure -> failure.endsWith("UNKNOWN 4.3.0"));
        assertThat(child.acknowledged()).hasSizeGreaterThan(100);
        assertThat(kept()).containsAll(child.acknowledged());
    }

    @Test
    void aDiskThatForcesNothingAnyMoreAcknowledgesNothing() throws Exception {
        Path trace = folder.resolve("trace");
        QueueChild.Victim child = run(
                victim -> victim.failures().size() > 20,
                "-e",
                "trace=write,fdatasync",
                "-e",
                "inject=fdatasync:error=EIO:when=20+",
                "-o",
                trace.toString());
        boolean failing = false;
        int acknowledged = 0;
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            failing |= line.contains("(INJECTED)");
            acknowledged += failing && ACKNOWLEDGEMENT.matcher(line).find() ? 1 : 0;
        }
        assertThat(child.failures()).isNotEmpty();
        // Those of the last good force may still be on their way to the output.
        assertThat(acknowledged).isLessThanOrEqualTo(8);
        assertThat(kept()).containsAll(child.acknowledged());
    }

    @Test
    void aFullDiskRefusesAndResumesByItself() throws Exception {
        QueueChild.Victim child = run(
                FaultTest::failedAndWentOn,
                "-e",
                "trace=pwrite64",
                "-e",
                "inject=pwrite64:error=ENOSPC:when=30..40",
                "-o",
                "/dev/null");
        assertThat(child.failures()).isNotEmpty().allMatch(failure -> failure.endsWith(" 4.3.1"));
        assertThat(child.acknowledged()).hasSizeGreaterThan(100);
        Set<String> kept = kept();
        assertThat(kept).containsAll(child.acknowledged());
        // Said to have left no trace; where even that could not be made sure, UNKNOWN was said.
        assertThat(child.failures().stream().filter(failure -> failure.contains("RETRY")))
                .isNotEmpty()
                .noneMatch(failure -> kept.contains(failure.substring(0, 13)));
    }
}
