package io.tailrace.core.cluster;

import io.tailrace.core.route.Balance;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Picks the endpoint of an attempt: the less busy one of two random choices, or the next one in
 * turn; never one that this exchange has tried while there is another.
 *
 * <p>Thread: core.
 */
public final class EndpointPicker {
    private final LoadView loads;
    private final int maxInFlight;
    private long random;

    /** By cluster id, for those with a turn; whoever has the id next goes on from there. */
    private int[] turns = new int[0];

    /**
     * @param maxInFlight an endpoint with so many exchanges in flight is not picked, 1 or more
     * @param seed any; different for each core
     */
    public EndpointPicker(LoadView loads, int maxInFlight, long seed) {
        this.loads = loads;
        this.maxInFlight = maxInFlight;
        this.random = seed == 0 ? 1 : seed;
    }

    /**
     * Picks for one attempt.
     *
     * @param cluster of this turn's snapshot
     * @param balance how to choose
     * @param tried endpoints of the exchange's earlier attempts, in its first {@code triedCount}
     *     places
     * @return null when the cluster has no endpoint, or all of them are at their limit
     */
    public @Nullable Endpoint pick(
            Cluster cluster, Balance balance, @Nullable Endpoint[] tried, int triedCount) {
        int size = cluster.size();
        if (size == 0) {
            return null;
        }
        return switch (balance) {
            case LEAST_REQUESTS -> lessBusy(cluster, size, tried, triedCount);
            case ROUND_ROBIN -> next(cluster, size, tried, triedCount);
        };
    }

    private @Nullable Endpoint next(
            Cluster cluster, int size, @Nullable Endpoint[] tried, int triedCount) {
        int start = Integer.remainderUnsigned(takeTurn(cluster.id()), size);
        Endpoint found = find(cluster, start, tried, triedCount);
        return found == null && triedCount > 0 ? find(cluster, start, tried, 0) : found;
    }

    private int takeTurn(int clusterId) {
        int known = turns.length;
        if (clusterId >= known) {
            turns = Arrays.copyOf(turns, Math.max(clusterId + 1, known * 2));
            // Anywhere, so that cores do not fall into step.
            for (int i = known; i < turns.length; i++) {
                turns[i] = below(Integer.MAX_VALUE);
            }
        }
        return turns[clusterId]++;
    }

    private @Nullable Endpoint lessBusy(
            Cluster cluster, int size, @Nullable Endpoint[] tried, int triedCount) {
        int first = below(size);
        int second = size == 1 ? 0 : below(size - 1);
        if (second >= first && size > 1) {
            second++;
        }
        Endpoint one = find(cluster, first, tried, triedCount);
        Endpoint other = find(cluster, second, tried, triedCount);
        if (one == null || other == null) {
            return triedCount == 0 ? null : find(cluster, first, tried, 0);
        }
        return loads.inFlight(one) <= loads.inFlight(other) ? one : other;
    }

    /** The first from {@code start} on that is neither tried nor at its limit. */
    private @Nullable Endpoint find(
            Cluster cluster, int start, @Nullable Endpoint[] tried, int triedCount) {
        for (int i = start; i < start + cluster.size(); i++) {
            Endpoint candidate = cluster.endpoint(i < cluster.size() ? i : i - cluster.size());
            if (!contains(tried, triedCount, candidate)
                    && loads.inFlight(candidate) < maxInFlight) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean contains(@Nullable Endpoint[] tried, int count, Endpoint endpoint) {
        for (int i = 0; i < count; i++) {
            if (tried[i] == endpoint) {
                return true;
            }
        }
        return false;
    }

    /** A random number from 0 to bound - 1 (xorshift64; the high bits scaled by multiplication). */
    private int below(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) (((random >>> 32) * bound) >>> 32);
    }
}
