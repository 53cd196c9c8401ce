package org.posthouse.bench.report;

/**
 * One figure of one run.
 *
 * @param name what was measured
 * @param unit of the value
 * @param value more is better, except of memory
 * @param p50 milliseconds that half of the operations did not exceed; NaN is not measured
 * @param p99 the same of 99 of 100
 * @param cost of one operation
 */
public record Figure(String name, String unit, double value, double p50, double p99, Cost cost) {
    /** Without times and cost. */
    public static Figure alone(String name, String unit, double value) {
        return new Figure(name, unit, value, Double.NaN, Double.NaN, Cost.UNKNOWN);
    }

    public Figure timed(double half, double most) {
        return new Figure(name, unit, value, half, most, cost);
    }

    public Figure with(Cost known) {
        return new Figure(name, unit, value, p50, p99, known);
    }
}
