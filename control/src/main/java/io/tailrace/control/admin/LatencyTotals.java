package io.tailrace.control.admin;

import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.tailrace.core.handoff.CoreStats;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The latency of all exchanges of the process's life: what the cores have recorded since the last
 * look is added to what was there. The recorders allow one reader at a time, so this lock is the
 * only place that reads them.
 *
 * <p>Thread: any, under its own lock.
 */
final class LatencyTotals {
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};
    private static final double NS_PER_SECOND = 1e9;
    private static final int SIGNIFICANT_DIGITS = 2;

    private final List<CoreStats> stats;
    private final Histogram total = new Histogram(SIGNIFICANT_DIGITS);
    private double sumNs;

    LatencyTotals(List<CoreStats> stats) {
        this.stats = stats;
    }

    /** Totals in seconds; the sum is as exact as the histogram's buckets. */
    record Totals(SummaryDataPointSnapshot summary, double maxSeconds) {}

    synchronized Totals update() {
        for (CoreStats core : stats) {
            Histogram interval = core.takeLatency();
            sumNs += interval.getMean() * interval.getTotalCount();
            total.add(interval);
        }
        Quantiles.Builder quantiles = Quantiles.builder();
        if (total.getTotalCount() > 0) {
            for (double quantile : QUANTILES) {
                double seconds = total.getValueAtPercentile(quantile * 100) / NS_PER_SECOND;
                quantiles.quantile(new Quantile(quantile, seconds));
            }
        }
        SummaryDataPointSnapshot.Builder summary = SummaryDataPointSnapshot.builder();
        summary.quantiles(quantiles.build());
        summary.count(total.getTotalCount());
        summary.sum(sumNs / NS_PER_SECOND);
        return new Totals(summary.build(), total.getMaxValue() / NS_PER_SECOND);
    }
}
