package io.tailrace.core.upstream;

/**
 * What can go wrong with an attempt, as seen on its connection.
 *
 * <p>Thread: any (immutable).
 */
public enum UpstreamFailure {
    /** Refused or unreachable: nothing was sent. */
    CONNECT_REFUSED,
    /** Not connected in time: nothing was sent. */
    CONNECT_TIMEOUT,
    /** No TLS with the pod, or not in time: nothing was sent. */
    TLS_FAILED,
    /** The pod is not who it should be: nothing was sent. */
    TLS_UNTRUSTED,
    /** An alert, or no TLS any more, before the first byte of a response. */
    TLS_BROKEN,
    /** Closed or reset before the first byte of a response. */
    CLOSED_BEFORE_RESPONSE,
    /** Closed or reset inside the response head. */
    CUT_IN_HEAD,
    /** A response head that the codec refuses. */
    MALFORMED_HEAD,
    /** No complete response head in time. */
    HEAD_TIMEOUT,
    /** Reset, or closed where the framing does not allow it, inside the response body. */
    CUT_IN_BODY,
    /** No byte of the response body for too long. */
    BODY_TIMEOUT,
    /** No byte passed the tunnel either way for too long. */
    TUNNEL_IDLE,
    /** The pod took no byte of the request for too long. */
    WRITE_TIMEOUT
}
