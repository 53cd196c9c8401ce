package org.posthouse.tck.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.Selection;

/** A process that takes mail until it is killed, and tells on its standard output what it acknowledged and delivered. */
public final class QueueChild {
    private static final int THREADS = 8;
    private static final String ACKNOWLEDGED = "+";
    private static final String DELIVERED = "=";
    private static final String FAILED = "!";

    private QueueChild() {}

    /**
     * Takes mail for ever; delivers, too, if the second argument says {@code deliver}; does things by hand if it says {@code order}.
     *
     * @param arguments those of the process
     */
    public static void run(MailQueue queue, QueueHouse house, List<String> arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        if (arguments.contains("deliver")) {
            house.agent("local", target -> {
                String id =
                        target.operationId().substring(0, target.operationId().indexOf('-'));
                tell(out, DELIVERED + id);
                return QueueHouse.delivered(target);
            });
        }
        BiConsumer<MailQueue, PrintStream> taker = arguments.contains("order") ? QueueChild::order : QueueChild::take;
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> taker.accept(queue, out), "taker-" + i).start();
        }
        tell(out, "ready");
    }

    /** Takes mail for ever, and does all that can be done with it by hand; tells what it has done. */
    private static void order(MailQueue queue, PrintStream out) {
        for (int i = 0; !out.checkError(); i++) {
            String id = queue.newId();
            Ordered last = Ordered.values()[i % Ordered.values().length];
            Content message = Content.of(text(id).getBytes(StandardCharsets.ISO_8859_1));
            try {
                queue.enqueue(QueueHouse.envelope(id, "kate@here.example"), message, Instant.EPOCH);
                boolean done = true;
                for (QueueAction action : last.actions()) {
                    done &= queue.apply(action, Selection.of(id)).contains(id);
                }
                tell(out, (done ? last.mark() : FAILED) + id);
            } catch (MailException e) {
                tell(out, FAILED + id + " " + e.kind() + " " + e.status());
            }
        }
    }

    /** What was done with a mail. */
    public enum Ordered {
        HELD,
        RELEASED,
        REQUEUED,
        BOUNCED,
        DELETED;

        private List<QueueAction> actions() {
            return switch (this) {
                case HELD -> List.of(QueueAction.HOLD);
                case RELEASED -> List.of(QueueAction.HOLD, QueueAction.RELEASE);
                case REQUEUED -> List.of(QueueAction.HOLD, QueueAction.REQUEUE);
                case BOUNCED -> List.of(QueueAction.BOUNCE);
                case DELETED -> List.of(QueueAction.DELETE);
            };
        }

        private String mark() {
            return name() + " ";
        }
    }

    private static void take(MailQueue queue, PrintStream out) {
        while (!out.checkError()) {
            String id = queue.newId();
            Content message = Content.of(text(id).getBytes(StandardCharsets.ISO_8859_1));
            try {
                queue.enqueue(QueueHouse.envelope(id, "kate@here.example"), message, Instant.EPOCH);
                tell(out, ACKNOWLEDGED + id);
            } catch (MailException e) {
                tell(out, FAILED + id + " " + e.kind() + " " + e.status());
            }
        }
    }

    private static void tell(PrintStream out, String line) {
        byte[] octets = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        synchronized (out) {
            out.write(octets, 0, octets.length);
            out.flush();
        }
    }

    /** The message with this id: some are longer, some shorter. */
    public static String text(String id) {
        return "Subject: " + id + "\r\n\r\n" + id.repeat(1 + Math.floorMod(id.hashCode(), 500)) + "\r\n";
    }

    /**
     * Starts one.
     *
     * @param before a command to run it under
     */
    public static Victim start(List<String> before, Class<?> main, Path folder, boolean deliver) throws IOException {
        return start(before, main, folder, deliver ? "deliver" : "keep");
    }

    /** One that does things by hand. */
    public static Victim ordering(Class<?> main, Path folder) throws IOException {
        return start(List.of(), main, folder, "order");
    }

    private static Victim start(List<String> before, Class<?> main, Path folder, String what) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.add(folder.toString());
        command.add(what);
        return new Victim(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The process as its parent sees it. */
    public static final class Victim implements AutoCloseable {
        /** After so many lines it is asked whether that is enough. */
        private static final int LOOK = 10;

        private static final Duration LONGEST = Duration.ofMinutes(3);

        private final Process process;
        private final List<String> lines = new ArrayList<>();
        private List<ProcessHandle> killed = List.of();

        Victim(Process process) {
            this.process = process;
        }

        /** Lets it run for so long after it is ready, and until it has said enough, then kills it and reads what it said. */
        public void runAndKill(Duration time, Predicate<Victim> enough) throws IOException {
            try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
                long end = Long.MAX_VALUE;
                for (String line; (line = said.readLine()) != null; ) {
                    lines.add(line);
                    if (line.equals("ready")) {
                        end = System.nanoTime() + time.toNanos();
                    }
                    boolean look = killed.isEmpty() && lines.size() % LOOK == 0 && System.nanoTime() > end;
                    if (look && (enough.test(this) || System.nanoTime() > end + LONGEST.toNanos())) {
                        // Not the process's own method: that one closes what is to be read.
                        killed = kill();
                    }
                }
            }
        }

        /** What runs under another command dies itself. */
        private List<ProcessHandle> kill() {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            return all;
        }

        public List<String> acknowledged() {
            return said(ACKNOWLEDGED);
        }

        public List<String> delivered() {
            return said(DELIVERED);
        }

        /** With which mails this was done. */
        public List<String> ordered(Ordered what) {
            return said(what.mark());
        }

        /** What was refused, as id, kind and status. */
        public List<String> failures() {
            return lines.stream()
                    .filter(line -> line.startsWith(FAILED))
                    .map(line -> line.substring(1))
                    .toList();
        }

        /** Whole lines only: the last one may have been cut off. */
        private List<String> said(String mark) {
            return lines.stream()
                    .filter(line -> line.startsWith(mark) && line.length() == mark.length() + 13)
                    .map(line -> line.substring(mark.length()))
                    .toList();
        }

        /** Returns when it and all that it started have ended, and with them what they held open. */
        @Override
        public void close() {
            process.destroyForcibly();
            List<ProcessHandle> all = killed.isEmpty() ? List.of(process.toHandle()) : killed;
            all.forEach(each -> each.onExit().orTimeout(120, TimeUnit.SECONDS).join());
        }
    }
}
