package org.posthouse.bench.work;

import java.io.IOException;
import java.util.List;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;

/** Something that a mail server is made to do. */
public interface Workload {
    /** As it is chosen. */
    String name();

    /** Whether it is worth doing by different numbers of sessions. */
    boolean bySessions();

    /** Does it once and measures it. */
    List<Figure> run(Measured server, int sessions, Length length) throws IOException;
}
