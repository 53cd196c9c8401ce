package org.posthouse.bench.work;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;

/** Something that a mail server is made to do. */
public interface Workload {
    /** As it is chosen. */
    String name();

    /** Whether it is worth doing by different numbers of sessions. */
    boolean bySessions();

    /** Whether the disk is asked meanwhile how often it could be forced. */
    default boolean forces() {
        return false;
    }

    /** What a run takes with what goes before and after it: mail that is on its way arrives, mailboxes are filled. */
    default Duration lasts(Length length) {
        return length.time().multipliedBy(4).dividedBy(3).plusSeconds(1);
    }

    /** Does it once and measures it. */
    List<Figure> run(Measured server, int sessions, Length length) throws IOException;
}
