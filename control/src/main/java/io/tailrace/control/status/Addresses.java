package io.tailrace.control.status;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tailrace.control.model.PublishedAddress;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The newest addresses that the source has said, read again when they may be others. Those that
 * were read last count while the API server does not say.
 *
 * <p>Thread: status.
 */
final class Addresses {
    private final AddressSource source;
    private final RandomGenerator chance;
    private final Trouble trouble;
    private List<PublishedAddress> newest = List.of();
    private int failures;
    private long dueNs;
    private boolean isDue = true;

    Addresses(AddressSource source, RandomGenerator chance) {
        this.source = source;
        this.chance = chance;
        this.trouble = new Trouble("the addresses to publish are not known", source.right());
    }

    /** Sorted; none: they are not known yet. */
    List<PublishedAddress> newest() {
        return newest;
    }

    /** Nanoseconds until they are to be read again. */
    long dueInNs(long nowNs) {
        return isDue ? 0 : dueNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, dueNs - nowNs);
    }

    /** Reads them, if it is time. */
    void look(long nowNs) {
        if (dueInNs(nowNs) > 0) {
            return;
        }
        isDue = false;
        try {
            List<PublishedAddress> read = source.read();
            // None: all pods are about to start, or the balancer is; what is published may stay.
            if (!read.isEmpty()) {
                newest = read;
            }
            failures = 0;
            trouble.end();
            dueNs = source.validNs() == Long.MAX_VALUE ? Long.MAX_VALUE : nowNs + source.validNs();
        } catch (KubernetesClientException e) {
            failures++;
            trouble.begin(WriteResult.of(e.getCode()), FencedApi.text(e));
            dueNs = nowNs + Backoff.afterNs(failures, chance);
        }
    }
}
