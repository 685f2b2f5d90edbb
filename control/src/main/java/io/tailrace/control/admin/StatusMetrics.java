package io.tailrace.control.admin;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tailrace.control.status.StatusStats;
import io.tailrace.control.status.WriteResult;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is told to the API server; nothing where nothing ever is.
 *
 * <p>Thread: any (stateless).
 */
final class StatusMetrics {
    private StatusMetrics() {}

    static void add(@Nullable StatusStats stats, MetricSnapshots.Builder metrics) {
        if (stats == null) {
            return;
        }
        metrics.metricSnapshot(
                gauge(
                        "tailrace_leader",
                        "1 while this process writes statuses and events.",
                        stats.leading()));
        metrics.metricSnapshot(
                gauge(
                        "tailrace_status_pending",
                        "Ingresses whose status is to be written, now or once they are in force.",
                        stats.pending()));
        metrics.metricSnapshot(
                gauge("tailrace_events", "Events that are there, or about to be.", stats.events()));
        metrics.metricSnapshot(
                writes(
                        "tailrace_status_writes",
                        "Writes of the status of Ingresses, by how they ended.",
                        stats::statusWrites));
        metrics.metricSnapshot(
                writes(
                        "tailrace_event_writes",
                        "Writes of events, by how they ended.",
                        stats::eventWrites));
    }

    private static CounterSnapshot writes(
            String name, String help, ToLongFunction<WriteResult> count) {
        CounterSnapshot.Builder metric = CounterSnapshot.builder().name(name).help(help);
        for (WriteResult result : WriteResult.values()) {
            metric.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(Labels.of("result", result.label()))
                            .value((double) count.applyAsLong(result))
                            .build());
        }
        return metric.build();
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
                .build();
    }
}
