package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.posthouse.lib.store.Drafted;
import org.posthouse.lib.store.Ring;

/** What an open store is made of. */
record Machinery(
        DataSource database,
        Loader loader,
        Lines lines,
        Keys keys,
        ContentFolder contents,
        Ring structures,
        Ring messages,
        Writer writer,
        Sweep sweep,
        Clock clock)
        implements AutoCloseable {

    /** Sets it up and lets it run. */
    static Machinery start(DataSource database, Path folder, Settings settings, Clock clock)
            throws IOException, SQLException {
        long highest;
        try (Sql sql = Sql.reading(database)) {
            highest = Keys.highest(sql, "SELECT MAX(content) FROM message");
        }
        Loader loader = new Loader(database);
        Lines lines = new Lines(loader, settings.indexedMessages());
        Keys keys = Keys.after(database);
        ContentFolder contents = new ContentFolder(folder, highest, settings.reserve());
        Ring structures = new Ring(settings.structureOctets());
        Ring messages = new Ring(settings.messageOctets());
        Writer writer = new Writer(database, contents);
        Path clean = folder.resolveSibling(folder.getFileName() + ".clean");
        Sweep sweep = new Sweep(writer, contents, clean, clock);
        sweep.start();
        return new Machinery(database, loader, lines, keys, contents, structures, messages, writer, sweep, clock);
    }

    /** Puts a plan into the line, whose lock is held, upon the head that it was drafted from. */
    Plan submit(Line line, Line.Head head, Drafted drafted, long[] arrived) {
        Plan plan = new Plan(InRows.of(drafted), arrived, head.pending(), line);
        line.add(plan);
        writer.submit(plan);
        return plan;
    }

    @Override
    public void close() {
        sweep.close();
        writer.close();
        contents.close();
        sweep.leave();
    }
}
