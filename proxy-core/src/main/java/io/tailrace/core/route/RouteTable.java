package io.tailrace.core.route;

import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

public final class RouteTable {
    public static RouteTable empty() {
        return new RouteTable();
    }

    public static RouteTable of(
            Collection<Rule> rules, ToIntFunction<ClusterKey> clusterIds, long seed) {
        return new RouteTable();
    }

    public @Nullable Route match(
            DirectBuffer host,
            int hostOffset,
            int hostLength,
            DirectBuffer path,
            int pathOffset,
            int pathLength) {
        return null;
    }

    public long fingerprint() {
        return 0;
    }

    public List<Rule> rules() {
        return List.of();
    }
}
