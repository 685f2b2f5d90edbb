package io.tailrace.core.cluster;

/**
 * How busy endpoints are, as one core knows it.
 *
 * <p>Thread: core.
 */
public interface LoadView {
    /**
     * This core's exchanges in flight to the endpoint, 0 or more. The endpoint is of this turn's
     * snapshot.
     */
    int inFlight(Endpoint endpoint);
}
