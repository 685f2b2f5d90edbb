package io.tailrace.http;

/**
 * What a pod is told about the downstream connection that a request came on; made once per
 * connection.
 *
 * <p>Thread: any (immutable).
 */
public final class Origin {
    /**
     * @param clientAddress the peer's address as text, without port or brackets
     * @param listenerPort the port that the peer reached
     * @param trusted whether the peer's own forwarded fields count
     */
    public Origin(String clientAddress, int listenerPort, boolean tls, boolean trusted) {}
}
