package io.tailrace.control.publish;

import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.route.ClusterKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What of which Ingress is in force in a generation. Nothing is gathered until somebody asks.
 *
 * <p>Thread: any (immutable).
 */
public final class Served {
    /** Before the first generation. */
    public static final Served NOTHING = new Served(DecisionTable.EMPTY, Snapshot.empty());

    private final DecisionTable table;
    private final Snapshot snapshot;

    Served(DecisionTable table, Snapshot snapshot) {
        this.table = table;
        this.snapshot = snapshot;
    }

    /** What an Ingress of our classes states, as it was compiled; null: it is not ours. */
    public @Nullable IngressModel ours(ObjectKey ingress) {
        return table.stated(ingress);
    }

    /**
     * Whether a rule of the Ingress is in force. It need not be ours any more: rules can be held.
     */
    public boolean holds(IngressModel ingress) {
        return table.holds(ingress);
    }

    /** Whether every service port that the Ingress names and that is in force has an endpoint. */
    public boolean hasEndpoints(ObjectKey ingress) {
        for (ClusterKey key : table.named(ingress)) {
            Cluster cluster = snapshot.cluster(key);
            if (cluster != null && cluster.size() == 0) {
                return false;
            }
        }
        return true;
    }

    /** Which of our Ingresses name these Secrets. Gathered anew. */
    public Map<ObjectKey, List<ObjectKey>> naming(Set<ObjectKey> secrets) {
        return table.naming(secrets);
    }

    /**
     * Hands on the Ingresses that are ours in one of two generations only, or state other things.
     */
    public void differences(Served other, Consumer<? super ObjectKey> action) {
        table.differences(other.table, action);
    }
}
