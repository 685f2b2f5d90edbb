package io.tailrace.loadtest.churn;

import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How a run went.
 *
 * <p>Thread: any, one at a time.
 *
 * @param byKind how many changes of each kind were in force
 * @param adopted changes that were in force, of those asked for
 * @param tookNs from the first change on
 * @param lagNs from writing a change to knowing that it is in force
 * @param memory in words
 */
record ChurnReport(
        ChurnPlan plan,
        ChurnTally tally,
        Map<Kind, Integer> byKind,
        int adopted,
        long tookNs,
        Histogram lagNs,
        String memory) {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    /** Whether all changes came to pass, and none did any harm. */
    boolean isGood() {
        return adopted == plan.changes() && tally.violations().isEmpty();
    }

    String text() {
        Formatter out = new Formatter(Locale.ROOT);
        double seconds = tookNs / NS_PER_SECOND;
        out.format("seed        %d\n", plan.seed());
        out.format(
                "changes     %d of %d in force within %.1f s, %.1f/s%s\n",
                adopted,
                plan.changes(),
                seconds,
                adopted / seconds,
                adopted == plan.changes() ? "" : "; TOO FEW");
        byKind.forEach((kind, count) -> out.format("  %8d  %s\n", count, kind.text()));
        out.format("lag         %s, from the write to every core\n", percentiles(lagNs));
        long byPods = tally.byPods.sum();
        long withoutRule = tally.withoutRule.sum();
        out.format(
                "requests    %d right, %.1f/s on %d connections: %d by pods, %d without a rule (404)\n",
                byPods + withoutRule,
                (byPods + withoutRule) / seconds,
                plan.connections(),
                byPods,
                withoutRule);
        out.format(
                "  %8d  of them by the rules before, while a change was under way\n",
                tally.byVersionBefore.sum());
        out.format("latency     %s\n", percentiles(tally.latenciesNs()));
        out.format(
                "tunnels     %d held, opened %d times, %d bytes both ways\n",
                plan.tunnels(), tally.tunnelsOpened.sum(), tally.tunnelBytes.sum());
        out.format("memory      %s\n\n", memory);
        Map<Violation, ChurnTally.Count> violations = tally.violations();
        if (violations.isEmpty()) {
            out.format(
                    "violations  none: no request failed or went wrong, no connection was closed\n");
        } else {
            out.format("violations\n");
            violations.forEach(
                    (violation, count) ->
                            out.format(
                                    "  %8d  %s: %s; the first: %s\n",
                                    count.count(),
                                    violation.label(),
                                    violation.text(),
                                    count.first()));
        }
        return out.toString();
    }

    private static String percentiles(Histogram ns) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                ns.getValueAtPercentile(50) / NS_PER_MS,
                ns.getValueAtPercentile(99) / NS_PER_MS,
                ns.getMaxValue() / NS_PER_MS);
    }
}
