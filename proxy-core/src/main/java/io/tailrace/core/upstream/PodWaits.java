package io.tailrace.core.upstream;

import io.tailrace.core.config.Timeouts;

/**
 * How long a core waits for a pod, in nanoseconds.
 *
 * <p>Thread: any (immutable).
 *
 * @param connect total
 * @param handshake total, from the end of the connect
 * @param idle of a pooled connection
 * @param head total, from the end of the request
 * @param bodyGap between two reads of a response body
 * @param writeStall while the pod takes no byte
 * @param tunnelIdle while no byte passes either way
 */
record PodWaits(
        long connect,
        long handshake,
        long idle,
        long head,
        long bodyGap,
        long writeStall,
        long tunnelIdle) {

    static PodWaits of(Timeouts timeouts) {
        return new PodWaits(
                timeouts.connect().toNanos(),
                timeouts.tlsHandshake().toNanos(),
                timeouts.upstreamIdle().toNanos(),
                timeouts.responseHead().toNanos(),
                timeouts.responseBodyGap().toNanos(),
                timeouts.writeStall().toNanos(),
                timeouts.tunnelIdle().toNanos());
    }
}
