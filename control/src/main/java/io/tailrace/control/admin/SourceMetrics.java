package io.tailrace.control.admin;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tailrace.control.model.SourceState;
import io.tailrace.control.model.SourceState.Watched;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How it goes with the watches on an API server; nothing where there is none.
 *
 * <p>Thread: any (stateless).
 */
final class SourceMetrics {
    private SourceMetrics() {}

    static void add(SourceState state, MetricSnapshots.Builder metrics) {
        List<Watched> watches = state.watches();
        if (watches.isEmpty()) {
            return;
        }
        metrics.metricSnapshot(
                gauge(
                        watches,
                        "tailrace_apiserver_watches",
                        "Watches on the API server.",
                        Watched::all));
        metrics.metricSnapshot(
                gauge(
                        watches,
                        "tailrace_apiserver_synced",
                        "Watches that have been told all there is, once.",
                        Watched::synced));
        metrics.metricSnapshot(
                gauge(
                        watches,
                        "tailrace_apiserver_connected",
                        "Watches that hear of a change now.",
                        Watched::connected));
        metrics.metricSnapshot(
                gauge(
                        watches,
                        "tailrace_apiserver_silence_seconds",
                        "Since the last word of the API server, of the watch that is silent for longest.",
                        Watched::silentSeconds));
        metrics.metricSnapshot(
                gauge(
                        watches,
                        "tailrace_apiserver_objects",
                        "Objects that are known.",
                        Watched::objects));
        CounterSnapshot.Builder reconnects =
                CounterSnapshot.builder()
                        .name("tailrace_apiserver_reconnects")
                        .help("Watches begun again.");
        for (Watched watched : watches) {
            reconnects.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(Labels.of("kind", watched.kind()))
                            .value((double) watched.reconnects())
                            .build());
        }
        metrics.metricSnapshot(reconnects.build());
        metrics.metricSnapshot(
                GaugeSnapshot.builder()
                        .name("tailrace_apiserver_stale")
                        .help("1 while a model of an earlier process is in force.")
                        .dataPoint(
                                GaugeDataPointSnapshot.builder()
                                        .value(state.stale().isEmpty() ? 0 : 1)
                                        .build())
                        .build());
    }

    private static GaugeSnapshot gauge(
            List<Watched> watches, String name, String help, ToDoubleFunction<Watched> value) {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(name).help(help);
        for (Watched watched : watches) {
            metric.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("kind", watched.kind()))
                            .value(value.applyAsDouble(watched))
                            .build());
        }
        return metric.build();
    }
}
