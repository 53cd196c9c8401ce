package org.posthouse.bench.work;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.posthouse.bench.server.Measured;

/** All there are, and what goes before them. */
public final class Workloads {
    private static final int KIB = 1024;
    private static final int WARM_SESSIONS = 16;
    /** Each workload is done for so much of a run's time before it is measured. */
    private static final int WARM_PART = 5;

    private Workloads() {}

    /** In the order in which they are done. */
    public static List<Workload> all() {
        return List.of(
                new Acceptance("smtp-1k", false, KIB),
                new Acceptance("smtp-10k", false, 10 * KIB),
                new Acceptance("lmtp-1k", true, KIB),
                new Acceptance("lmtp-10k", true, 10 * KIB),
                new Appends("append-10k", 10 * KIB),
                new Logins(),
                new Reading(),
                new Idling());
    }

    /** Those that are done only when they are asked for. */
    public static List<Workload> more() {
        return List.of(new Sustained(), new Growth());
    }

    /** How often a server needs fresh people to be warm. */
    public static int warmings(List<Workload> chosen) {
        return 2 + chosen.size();
    }

    /** Half of the messages by SMTP, half by LMTP; then a little of each workload. Nothing without messages. */
    public static void warm(Measured server, List<Workload> chosen, Length length) throws IOException {
        if (length.warm() == 0) {
            return;
        }
        new Acceptance("warm", false, KIB).warm(server, WARM_SESSIONS, length.warm() / 2);
        new Acceptance("warm", true, KIB).warm(server, WARM_SESSIONS, length.warm() - length.warm() / 2);
        Duration time = length.time().dividedBy(WARM_PART);
        Length little = new Length(
                0,
                time,
                1,
                length.sessions(),
                Math.max(1, length.messages() / WARM_PART),
                Math.max(1, length.idle() / WARM_PART),
                0,
                0,
                0);
        for (Workload each : all()) {
            if (chosen.stream().anyMatch(its -> its.name().equals(each.name()))) {
                each.run(server, WARM_SESSIONS, little);
            }
        }
    }
}
