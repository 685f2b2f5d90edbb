package io.tailrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Order;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.Outcome;
import io.tailrace.control.hold.RulesInForce;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ModelSource;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SourceState;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the real loop asks a source for that tells nothing of Secrets unasked. */
final class WantedObjectsTest {
    private final Source source = new Source();
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final Orders orders = new Orders(() -> {});
    private long nowNs;
    private final ControlLoop loop =
            new ControlLoop(
                    source,
                    new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 443),
                    new RulesInForce(true, new HoldingCell()),
                    orders,
                    new Publisher(cell, new GenerationBoard(1), new InForceCell()),
                    () -> nowNs,
                    () -> Instant.EPOCH);

    @Test
    void shouldAskForWhatRulesNameThatAreGoneBackTo() throws Exception {
        ObjectKey authorities = ObjectKey.secret(Samples.NAMESPACE, "ca");
        turn(Samples.ourClass(), web("ca"));
        assertEquals(Set.of(authorities), source.wanted);
        long first = cell.current().generation();
        turn(web(null));
        // What is in force until others are counts as named, too.
        turn(Samples.ingress("other").rule("b.example").build());
        assertEquals(Set.of(), source.wanted);

        CompletableFuture<Outcome> outcome = orders.give(new Order.Rollback(first));
        turn();
        assertTrue(outcome.join().isDone(), outcome.join()::text);
        assertEquals(Set.of(authorities), source.wanted);
    }

    private static IngressModel web(@Nullable String secret) {
        Samples.IngressBuilder web =
                Samples.ingress("web")
                        .rule("a.example", Samples.path("Prefix", "/", "web:80"))
                        .annotation("backend-protocol", "HTTPS");
        return secret == null ? web.build() : web.annotation("proxy-ssl-secret", secret).build();
    }

    private void turn(ModelObject... objects) throws InterruptedException {
        nowNs += TimeUnit.SECONDS.toNanos(1);
        source.come.addAll(List.of(objects));
        loop.turn();
    }

    private static final class Source implements ModelSource {
        private final List<ModelObject> come = new ArrayList<>();
        private Set<ObjectKey> wanted = Set.of();

        @Override
        public void load(long nowNs, Model model) {}

        @Override
        public void await(long nowNs, long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void collect(long nowNs, Model model) {
            come.forEach(model::put);
            come.clear();
        }

        @Override
        public boolean isListed() {
            return true;
        }

        @Override
        public void want(Supplier<Set<ObjectKey>> named) {
            wanted = Set.copyOf(named.get());
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public void published(long nowNs, Model model) {}

        @Override
        public List<Rejection> rejections(long nowNs) {
            return List.of();
        }

        @Override
        public SourceState state() {
            return SourceState.AT_ONCE;
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public void close() {}
    }
}
