package org.posthouse.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The figures of one kind at one server: of each run one. */
public final class Summary {
    private final List<Figure> runs = new ArrayList<>();

    void add(Figure figure) {
        runs.add(figure);
    }

    public List<Double> values() {
        return each(Figure::value);
    }

    /** Of each run, in their order. */
    List<Double> each(Function<Figure, Double> of) {
        return runs.stream().map(of).toList();
    }

    public double value() {
        return median(Figure::value);
    }

    public double least() {
        return values().stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    public double most() {
        return values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** NaN if it is measured in no run. */
    public double median(ToDoubleFunction<Figure> of) {
        double[] sorted = runs.stream()
                .mapToDouble(of)
                .filter(each -> !Double.isNaN(each))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
