package io.tailrace.control.admin;

import static io.tailrace.core.handoff.Counter.CUTS;
import static io.tailrace.core.handoff.Counter.DOWNSTREAM_ACCEPTED;
import static io.tailrace.core.handoff.Counter.DOWNSTREAM_HANDED_OVER;
import static io.tailrace.core.handoff.Counter.DOWNSTREAM_OPEN;
import static io.tailrace.core.handoff.Counter.EXCHANGES_OPEN;
import static io.tailrace.core.handoff.Counter.HANDLER_FAILURES;
import static io.tailrace.core.handoff.Counter.LONG_TURNS;
import static io.tailrace.core.handoff.Counter.PROXY_HEADERS_REFUSED;
import static io.tailrace.core.handoff.Counter.RESPONSES_1XX;
import static io.tailrace.core.handoff.Counter.RESPONSES_2XX;
import static io.tailrace.core.handoff.Counter.RESPONSES_3XX;
import static io.tailrace.core.handoff.Counter.RESPONSES_4XX;
import static io.tailrace.core.handoff.Counter.RESPONSES_5XX;
import static io.tailrace.core.handoff.Counter.RETRIES;
import static io.tailrace.core.handoff.Counter.TLS_HANDSHAKES_DONE;
import static io.tailrace.core.handoff.Counter.TLS_HANDSHAKES_FAILED;
import static io.tailrace.core.handoff.Counter.TLS_HANDSHAKES_TIMED_OUT;
import static io.tailrace.core.handoff.Counter.TLS_NAMES_UNKNOWN;
import static io.tailrace.core.handoff.Counter.TLS_PLAIN_HTTP;
import static io.tailrace.core.handoff.Counter.TURNS;
import static io.tailrace.core.handoff.Counter.UPSTREAM_CONNECTED;
import static io.tailrace.core.handoff.Counter.UPSTREAM_OPEN;
import static io.tailrace.core.handoff.Counter.UPSTREAM_TLS_DONE;
import static io.tailrace.core.handoff.Counter.UPSTREAM_TLS_FAILED;
import static io.tailrace.core.handoff.Counter.UPSTREAM_TLS_TIMED_OUT;
import static io.tailrace.core.handoff.Counter.UPSTREAM_TLS_UNTRUSTED;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.tailrace.control.hold.Holding;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.model.SourceState;
import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.status.StatusStats;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.GenerationBoard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}: every metric that the process has, in the order of this file.
 *
 * <p>Thread: any.
 */
final class MetricsPage {
    private final Supplier<SourceState> source;
    private final @Nullable StatusStats status;
    private final GenerationBoard board;
    private final InForceCell inForce;
    private final HoldingCell holding;
    private final List<CoreStats> stats;
    private final LatencyTotals latency;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    MetricsPage(
            Supplier<SourceState> source,
            @Nullable StatusStats status,
            GenerationBoard board,
            InForceCell inForce,
            HoldingCell holding,
            List<CoreStats> stats) {
        this.source = source;
        this.status = status;
        this.board = board;
        this.inForce = inForce;
        this.holding = holding;
        this.stats = List.copyOf(stats);
        this.latency = new LatencyTotals(this.stats);
    }

    Page page() {
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        addExchanges(metrics);
        addConnections(metrics);
        addCores(metrics);
        addGenerations(metrics);
        addHolding(metrics);
        SourceMetrics.add(source.get(), metrics);
        StatusMetrics.add(status, metrics);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, metrics.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(200, writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }

    private void addExchanges(MetricSnapshots.Builder metrics) {
        metrics.metricSnapshot(
                CounterSnapshot.builder()
                        .name("tailrace_requests")
                        .help("Final responses sent, by class of status code.")
                        .dataPoint(point("code_class", "2xx", sum(RESPONSES_2XX)))
                        .dataPoint(point("code_class", "3xx", sum(RESPONSES_3XX)))
                        .dataPoint(point("code_class", "4xx", sum(RESPONSES_4XX)))
                        .dataPoint(point("code_class", "5xx", sum(RESPONSES_5XX)))
                        .build());
        metrics.metricSnapshot(
                counter(
                        "tailrace_interim_responses",
                        "Interim (1xx) responses sent.",
                        RESPONSES_1XX));
        CounterSnapshot.Builder replies =
                CounterSnapshot.builder()
                        .name("tailrace_replies")
                        .help("Replies and cuts made by the proxy itself, by reason.");
        replies().forEach((reason, count) -> replies.dataPoint(point("reason", reason, count)));
        metrics.metricSnapshot(replies.build());
        metrics.metricSnapshot(
                counter("tailrace_retries", "Attempts after an exchange's first.", RETRIES));
        metrics.metricSnapshot(
                counter("tailrace_cuts", "Exchanges without a complete response.", CUTS));
        metrics.metricSnapshot(
                gauge("tailrace_exchanges", "Exchanges in flight.", (double) sum(EXCHANGES_OPEN)));
        LatencyTotals.Totals totals = latency.update();
        metrics.metricSnapshot(
                SummarySnapshot.builder()
                        .name("tailrace_exchange_latency_seconds")
                        .help("Latency of all exchanges since the start.")
                        .dataPoint(totals.summary())
                        .build());
        metrics.metricSnapshot(
                gauge(
                        "tailrace_exchange_latency_max_seconds",
                        "Longest exchange since the start.",
                        totals.maxSeconds()));
    }

    private void addConnections(MetricSnapshots.Builder metrics) {
        metrics.metricSnapshot(
                gauge(
                        "tailrace_downstream_connections",
                        "Open connections from clients.",
                        (double) sum(DOWNSTREAM_OPEN)));
        metrics.metricSnapshot(
                counter(
                        "tailrace_downstream_connections_accepted",
                        "Connections accepted from clients.",
                        DOWNSTREAM_ACCEPTED));
        metrics.metricSnapshot(
                counter(
                        "tailrace_proxy_headers_refused",
                        "Connections closed for want of a right PROXY header.",
                        PROXY_HEADERS_REFUSED));
        metrics.metricSnapshot(
                CounterSnapshot.builder()
                        .name("tailrace_tls_handshakes")
                        .help("TLS handshakes with clients, by how they ended.")
                        .dataPoint(point("result", "done", sum(TLS_HANDSHAKES_DONE)))
                        .dataPoint(point("result", "failed", sum(TLS_HANDSHAKES_FAILED)))
                        .dataPoint(point("result", "timed_out", sum(TLS_HANDSHAKES_TIMED_OUT)))
                        .dataPoint(point("result", "unknown_name", sum(TLS_NAMES_UNKNOWN)))
                        .dataPoint(point("result", "plain_http", sum(TLS_PLAIN_HTTP)))
                        .build());
        metrics.metricSnapshot(
                gauge(
                        "tailrace_upstream_connections",
                        "Open connections to endpoints.",
                        (double) sum(UPSTREAM_OPEN)));
        metrics.metricSnapshot(
                counter(
                        "tailrace_upstream_connections_made",
                        "Connections made to endpoints.",
                        UPSTREAM_CONNECTED));
        metrics.metricSnapshot(
                CounterSnapshot.builder()
                        .name("tailrace_upstream_tls_handshakes")
                        .help("TLS handshakes with endpoints, by how they ended.")
                        .dataPoint(point("result", "done", sum(UPSTREAM_TLS_DONE)))
                        .dataPoint(point("result", "failed", sum(UPSTREAM_TLS_FAILED)))
                        .dataPoint(point("result", "timed_out", sum(UPSTREAM_TLS_TIMED_OUT)))
                        .dataPoint(point("result", "untrusted", sum(UPSTREAM_TLS_UNTRUSTED)))
                        .build());
    }

    private void addCores(MetricSnapshots.Builder metrics) {
        metrics.metricSnapshot(perCore("tailrace_core_turns", "Turns of a core's loop.", TURNS));
        metrics.metricSnapshot(
                perCore("tailrace_core_long_turns", "Turns of more than 10 ms.", LONG_TURNS));
        metrics.metricSnapshot(
                perCore(
                        "tailrace_core_connections",
                        "Open connections from clients of a core.",
                        stat -> stat.get(DOWNSTREAM_OPEN)));
        metrics.metricSnapshot(
                perCore(
                        "tailrace_core_connections_handed_over",
                        "Accepted by a core and handed over to one with fewer.",
                        DOWNSTREAM_HANDED_OVER));
        metrics.metricSnapshot(
                perCore(
                        "tailrace_core_handler_failures",
                        "Connections lost to a bug, see the log.",
                        HANDLER_FAILURES));
        metrics.metricSnapshot(
                perCore(
                        "tailrace_generation_seen",
                        "The newest generation that a core works by.",
                        stat -> board.seen(stat.core())));
        metrics.metricSnapshot(
                perCore(
                        "tailrace_generation_clean",
                        "The newest generation before which a core holds nothing.",
                        stat -> board.clean(stat.core())));
        long newest = inForce.current().generation();
        metrics.metricSnapshot(
                perCore(
                        "tailrace_core_generations_behind",
                        "How many generations a core has yet to see.",
                        stat -> Math.max(0, newest - board.seen(stat.core()))));
    }

    private void addGenerations(MetricSnapshots.Builder metrics) {
        InForce now = inForce.current();
        metrics.metricSnapshot(
                gauge("tailrace_generation", "The newest generation.", (double) now.generation()));
        metrics.metricSnapshot(
                InfoSnapshot.builder()
                        .name("tailrace_decision_table")
                        .help("Equal fingerprints, equal rules.")
                        .dataPoint(
                                InfoSnapshot.InfoDataPointSnapshot.builder()
                                        .labels(
                                                Labels.of(
                                                        "fingerprint",
                                                        HexFormat.of()
                                                                .toHexDigits(now.fingerprint())))
                                        .build())
                        .build());
        metrics.metricSnapshot(gauge("tailrace_rules", "Rules in force.", now.ruleCount()));
        metrics.metricSnapshot(
                gauge("tailrace_clusters", "Service ports that rules name.", now.clusters()));
        metrics.metricSnapshot(
                gauge("tailrace_endpoints", "Endpoints of all clusters.", now.endpoints()));
        metrics.metricSnapshot(
                gauge(
                        "tailrace_certificates",
                        "Secrets with a certificate that is named.",
                        now.certificates()));
        if (now.certificates() > 0) {
            metrics.metricSnapshot(
                    gauge(
                            "tailrace_certificate_expiry_seconds",
                            "When the first certificate expires, in Unix time.",
                            (double) now.certificatesEnd().getEpochSecond()));
        }
        metrics.metricSnapshot(
                gauge(
                        "tailrace_rejections",
                        "Things stated that are not in force, or not as stated.",
                        now.rejections().size()));
    }

    private void addHolding(MetricSnapshots.Builder metrics) {
        Holding now = holding.current();
        metrics.metricSnapshot(
                gauge(
                        "tailrace_rules_pinned",
                        "1 while rules are pinned, and newer ones wait.",
                        now.pin() == null ? 0 : 1));
        metrics.metricSnapshot(
                gauge(
                        "tailrace_rules_held",
                        "Rules in force that the guard against mass removals holds.",
                        now.held()));
        metrics.metricSnapshot(
                gauge(
                        "tailrace_generations_known",
                        "Generations that can be gone back to.",
                        now.generations().size()));
    }

    private SortedMap<String, Long> replies() {
        SortedMap<String, Long> replies = new TreeMap<>();
        for (CoreStats stat : stats) {
            for (int i = 0; i < stat.reasons().size(); i++) {
                replies.merge(stat.reasons().get(i), stat.reason(i), Long::sum);
            }
        }
        return replies;
    }

    private long sum(Counter counter) {
        return stats.stream().mapToLong(stat -> stat.get(counter)).sum();
    }

    private CounterSnapshot counter(String name, String help, Counter counter) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value((double) sum(counter)).build())
                .build();
    }

    private CounterSnapshot perCore(String name, String help, Counter counter) {
        CounterSnapshot.Builder metric = CounterSnapshot.builder().name(name).help(help);
        for (CoreStats stat : stats) {
            metric.dataPoint(point("core", Integer.toString(stat.core()), stat.get(counter)));
        }
        return metric.build();
    }

    private GaugeSnapshot perCore(String name, String help, ToLongFunction<CoreStats> value) {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(name).help(help);
        for (CoreStats stat : stats) {
            metric.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(Labels.of("core", Integer.toString(stat.core())))
                            .value((double) value.applyAsLong(stat))
                            .build());
        }
        return metric.build();
    }

    private static CounterDataPointSnapshot point(String label, String name, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, name))
                .value((double) value)
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
