package org.posthouse.bench.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.posthouse.bench.report.Cost;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.Usage;

/** Mail of 1 KiB by SMTP, minute after minute: whether the last go as fast as the first, and what grows meanwhile. */
final class Sustained implements Workload {
    private static final int KIB = 1024;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Acceptance MAIL = new Acceptance("sustained", false, KIB);

    @Override
    public String name() {
        return "sustained";
    }

    @Override
    public boolean bySessions() {
        return true;
    }

    @Override
    public Duration lasts(Length length) {
        return MINUTE.multipliedBy(length.minutes());
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        int first = server.people().fresh();
        AtomicIntegerArray sent = new AtomicIntegerArray(People.EACH);
        List<Figure> figures = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int minute = 1; minute <= length.minutes(); minute++) {
            Usage before = server.usage();
            Crowd crowd = MAIL.send(server, sessions, Crowd.during(MINUTE), first, sent);
            Cost cost = Cost.each(server.usage().since(before), crowd.times().count());
            String when = String.format(Locale.ROOT, "minute %02d", minute);
            figures.add(crowd.figure(when + " accepted", "/s").with(cost));
            Measured.State state = server.state();
            figures.add(Figure.alone(when + " memory", "KiB", (double) state.memoryKib()));
            figures.add(Figure.alone(when + " threads", "", (double) state.threads()));
            figures.add(Figure.alone(when + " open files", "", (double) state.files()));
            rates.add(crowd.perSecond());
        }
        long ended = System.nanoTime();
        try (Watch watch = new Watch(server, first)) {
            watch.await(sent);
        }
        figures.add(Figure.alone("seconds behind", "s", (System.nanoTime() - ended) / 1e9));
        double burst = rates.stream().mapToDouble(each -> each).max().orElse(Double.NaN);
        figures.add(Figure.alone("last of best minute", "%", 100 * rates.get(rates.size() - 1) / burst));
        return figures;
    }
}
