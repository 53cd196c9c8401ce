package org.posthouse.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** What a server's threads did for a while, by samples of their stacks, told apart by what stands on the stack. */
record Profile(long samples, Map<String, Long> places) {
    private static final String SETTINGS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.ExecutionSample">
                <setting name="enabled">true</setting>
                <setting name="period">10 ms</setting>
              </event>
            </configuration>
            """;

    /**
     * Looks on for so long.
     *
     * @param folder for the recording
     * @param place what a thread, by its name, and a class on its stack, from the top, make the sample one of; that of the first class
     *     that makes it one is taken
     */
    static Profile of(Server server, Duration time, Path folder, BiFunction<String, String, Optional<String>> place)
            throws Exception {
        Path settings = Files.writeString(folder.resolve("profile.jfc"), SETTINGS);
        Path recording = folder.resolve("profile.jfr");
        jcmd(server, "JFR.start", "name=profile", "settings=" + settings);
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        jcmd(server, "JFR.stop", "name=profile", "filename=" + recording);
        return read(recording, place);
    }

    private static void jcmd(Server server, String... words) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Run run = Run.of(
                Stream.concat(Stream.of(jcmd.toString(), String.valueOf(server.pid())), Stream.of(words))
                        .toList(),
                "");
        if (run.status() != 0) {
            throw new IOException(run.out() + run.err());
        }
    }

    private static Profile read(Path recording, BiFunction<String, String, Optional<String>> place) throws IOException {
        long samples = 0;
        Map<String, Long> places = new TreeMap<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    samples++;
                    String thread = thread(event);
                    event.getStackTrace().getFrames().stream()
                            .map(Profile::type)
                            .flatMap(type -> place.apply(thread, type).stream())
                            .findFirst()
                            .ifPresent(found -> places.merge(found, 1L, Long::sum));
                }
            }
        }
        return new Profile(samples, places);
    }

    private static String thread(RecordedEvent event) {
        RecordedThread thread = event.getThread("sampledThread");
        return thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    /** Percent of all samples that are of these places. */
    double share(String... some) {
        long found = 0;
        for (String place : some) {
            found += places.getOrDefault(place, 0L);
        }
        return 100.0 * found / Math.max(1, samples);
    }
}
