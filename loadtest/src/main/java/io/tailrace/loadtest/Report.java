package io.tailrace.loadtest;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How a run went.
 *
 * <p>Thread: any, one at a time.
 *
 * @param plan what was asked for
 * @param tally what all loops have counted
 * @param latenciesNs of the right responses, from the intended send times
 * @param schedule of the run that is over
 */
record Report(LoadPlan plan, Tally tally, Histogram latenciesNs, Schedule schedule) {
    /** The percentiles that a report shows. */
    static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    private static final double NS_PER_MS = 1e6;

    private static final double NS_PER_SECOND = 1e9;

    /** A rate that is this little behind at the end was kept. */
    private static final long SLACK_NS = 100_000_000L;

    /** Requests a second that left, over the schedule's time or what was needed beyond it. */
    double sentRate() {
        long overrunNs = tally.sent() == 0 ? 0 : tally.lastSentAtNs() - schedule.endNs();
        double seconds = plan.seconds() + Math.max(0, overrunNs) / NS_PER_SECOND;
        return tally.sent() / seconds;
    }

    /**
     * Whether the rate was kept on the whole: every request left, and the last one no later than
     * 0.1 s or 1 % of the run, whichever is more.
     */
    boolean rateWasKept() {
        long slackNs = Math.max(SLACK_NS, plan.seconds() * (long) NS_PER_SECOND / 100);
        return tally.count(Fault.UNSENT) == 0 && tally.lastLagNs() <= slackNs;
    }

    /** Whether every response was right and the rate was kept. */
    boolean isGood() {
        return tally.faults().isEmpty() && rateWasKept();
    }

    /** What a reader of the figures has to know before trusting them; one line each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!rateWasKept()) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "the rate was not kept: %.1f of %d requests/s left, the last %.0f ms"
                                    + " late, and %d never; more --connections, or a lower --rate",
                            sentRate(),
                            plan.rate(),
                            tally.lastLagNs() / NS_PER_MS,
                            tally.count(Fault.UNSENT)));
        }
        long ownLate = tally.late() - tally.lateForConnection();
        if (ownLate * 100 > tally.sent()) {
            warnings.add(
                    ownLate
                            + " requests left late though a connection was idle: the generator was"
                            + " too slow, and its delay is in the latencies; more --threads, or a"
                            + " lower --rate");
        }
        return warnings;
    }

    /** The report as a table. */
    String text() {
        Formatter out = new Formatter(Locale.ROOT);
        sending(out);
        latencies(out);
        faults(out);
        return out.toString();
    }

    private void sending(Formatter out) {
        out.format(
                "asked for   %d requests/s for %d s on %d connections, %d %s\n",
                plan.rate(),
                plan.seconds(),
                plan.connections(),
                plan.threads(),
                plan.threads() == 1 ? "thread" : "threads");
        out.format("sent        %d requests, %.1f/s\n", tally.sent(), sentRate());
        out.format(
                "sent late   %d by more than 1 ms (%d of them: no connection was idle)\n",
                tally.late(), tally.lateForConnection());
        out.format(
                "  lateness  p50 %.3f ms, p99 %.3f ms, max %.3f ms\n",
                tally.lagNs().getValueAtPercentile(50) / NS_PER_MS,
                tally.lagNs().getValueAtPercentile(99) / NS_PER_MS,
                tally.lagNs().getMaxValue() / NS_PER_MS);
        out.format("rate        %s\n", rateWasKept() ? "kept" : "NOT KEPT");
        out.format("right       %d responses, %d body bytes\n", tally.right(), tally.bodyBytes());
        out.format("reopened    %d connections\n", tally.reopenedCount());
    }

    private void latencies(Formatter out) {
        if (latenciesNs.getTotalCount() == 0) {
            out.format("\nlatency     no response was right\n");
            return;
        }
        out.format("\nlatency of right responses, from the intended send time\n");
        for (double percentile : PERCENTILES) {
            double ms = latenciesNs.getValueAtPercentile(percentile) / NS_PER_MS;
            out.format("%10s %14.3f ms\n", label(percentile), ms);
        }
        out.format("%10s %14.3f ms\n", "max", latenciesNs.getMaxValue() / NS_PER_MS);
        out.format("%10s %14.3f ms\n", "mean", latenciesNs.getMean() / NS_PER_MS);
        out.format("%10s %14d\n", "count", latenciesNs.getTotalCount());
    }

    private void faults(Formatter out) {
        if (tally.faults().isEmpty()) {
            out.format("\nerrors      none\n");
            return;
        }
        out.format("\nerrors (their requests are not in the table above)\n");
        tally.faults()
                .forEach(
                        (fault, count) ->
                                out.format(
                                        "%10s %14d  %s; the first: %s\n",
                                        fault.label(), count.count(), fault.text(), count.first()));
    }

    /** p50, p99.9: as few digits as it takes. */
    static String label(double percentile) {
        return percentile == Math.rint(percentile) ? "p" + (int) percentile : "p" + percentile;
    }
}
