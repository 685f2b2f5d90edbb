package io.tailrace.control.admin;

import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.model.SourceState;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.status.StatusStats;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.DrainSignal;
import io.tailrace.core.handoff.GenerationBoard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the admin server tells: {@code /healthz}, the process does its work; {@code /readyz}, every
 * core works by a published generation and the process does not drain, else what is missing; {@code
 * /metrics}, in Prometheus's text format.
 *
 * <p>Thread: any.
 */
public final class AdminPages {
    private final GenerationBoard board;
    private final DrainSignal drain;
    private final long firstGeneration;
    private final BooleanSupplier alive;
    private final Supplier<SourceState> source;
    private final MetricsPage metrics;

    /**
     * @param firstGeneration the first one that control has published
     * @param alive control is at work
     * @param source how it goes with the objects
     * @param status how it goes with what the API server is told; null: nothing is
     */
    public AdminPages(
            GenerationBoard board,
            DrainSignal drain,
            long firstGeneration,
            BooleanSupplier alive,
            Supplier<SourceState> source,
            @Nullable StatusStats status,
            InForceCell inForce,
            HoldingCell holding,
            List<CoreStats> stats) {
        this.board = board;
        this.drain = drain;
        this.firstGeneration = firstGeneration;
        this.alive = alive;
        this.source = source;
        this.metrics = new MetricsPage(source, status, board, inForce, holding, stats);
    }

    /**
     * A server of these pages that does not answer yet.
     *
     * @throws IOException with one line for the user, when the address cannot be bound
     */
    public AdminServer bind(InetSocketAddress address) throws IOException {
        return AdminServer.bind(
                address,
                Map.of(
                        "/healthz",
                        this::health,
                        "/readyz",
                        this::ready,
                        "/metrics",
                        metrics::page));
    }

    private Page health() {
        return alive.getAsBoolean()
                ? Page.text(200, "ok")
                : Page.text(503, "not healthy: the control thread has ended, see the log");
    }

    private Page ready() {
        if (drain.hasBegun()) {
            return Page.text(503, "not ready: draining");
        }
        SourceState state = source.get();
        if (!state.missing().isEmpty()) {
            return Page.text(503, "not ready: waiting for the API server: " + state.missing());
        }
        List<Integer> waiting = new ArrayList<>();
        for (int core = 0; core < board.cores(); core++) {
            if (board.seen(core) < firstGeneration) {
                waiting.add(core);
            }
        }
        return waiting.isEmpty()
                ? Page.text(200, state.stale().isEmpty() ? "ok" : "ok, but stale: " + state.stale())
                : Page.text(
                        503,
                        "not ready: generation "
                                + firstGeneration
                                + " is not yet seen by core "
                                + waiting.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")));
    }
}
