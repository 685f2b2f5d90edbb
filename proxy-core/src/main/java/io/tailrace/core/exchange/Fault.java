package io.tailrace.core.exchange;

import io.tailrace.core.upstream.UpstreamFailure;
import io.tailrace.http.Malformed;
import java.util.ArrayList;
import java.util.List;

/**
 * A failure as a value: what happened, what the client is told, and whether another attempt makes
 * sense.
 *
 * <p>Thread: any (immutable).
 */
public enum Fault {
    /** No rule matched. */
    NO_ROUTE(404, Retry.NEVER),
    /** The host is served over TLS only. */
    HTTPS_REDIRECT(308, Retry.NEVER),
    /** The rule's service does not exist or has no endpoint. */
    NO_ENDPOINTS(503, Retry.NEVER),
    /** Every endpoint has as many requests in flight as it may have. */
    ENDPOINTS_BUSY(503, Retry.NEVER),
    /** No descriptor is left for a connection to a pod. */
    NO_DESCRIPTORS(503, Retry.NEVER),
    /** What was agreed on with the client in its handshake was not for this host. */
    MISDIRECTED_REQUEST(421, Retry.NEVER),
    /** The host asks for a certificate, and the client has shown none. */
    CLIENT_CERTIFICATE_REQUIRED(400, Retry.NEVER),
    /** The host asks for a certificate, and in clear none can be shown. */
    CLIENT_CERTIFICATE_NEEDS_TLS(403, Retry.NEVER),
    /** The client has shown a certificate that is not good. */
    CLIENT_CERTIFICATE_REJECTED(400, Retry.NEVER),
    /** The host asks for a certificate, and does not say whose is good. */
    CLIENT_AUTHORITIES_MISSING(503, Retry.NEVER),
    /** The request's body is longer than it may be. */
    BODY_TOO_LARGE(413, Retry.NEVER),
    /** Refused by the codec; status and reason are the {@link Malformed}'s. */
    MALFORMED_REQUEST(400, Retry.NEVER),
    REQUEST_HEAD_TIMEOUT(408, Retry.NEVER),
    REQUEST_BODY_TIMEOUT(408, Retry.NEVER),
    /** Closed inside a request, or reset. */
    CLIENT_GONE(0, Retry.NEVER),
    /** The client took no byte of the response for too long. */
    CLIENT_STALLED(0, Retry.NEVER),
    CONNECT_REFUSED(502, Retry.ALWAYS),
    CONNECT_TIMEOUT(504, Retry.ALWAYS),
    UPSTREAM_TLS_FAILED(502, Retry.ALWAYS),
    /** The pod's certificate is not of an authority or not of the name. */
    UPSTREAM_UNTRUSTED(502, Retry.ALWAYS),
    /** Ended by an alert before any response byte: so TLS 1.3 refuses a certificate of ours. */
    UPSTREAM_TLS_BROKEN(502, Retry.IF_IDEMPOTENT),
    /** Closed or reset before any response byte. */
    UPSTREAM_RESET(502, Retry.IF_IDEMPOTENT),
    UPSTREAM_CUT_IN_HEAD(502, Retry.NEVER),
    UPSTREAM_CUT_IN_BODY(502, Retry.NEVER),
    UPSTREAM_MALFORMED(502, Retry.NEVER),
    RESPONSE_HEAD_TIMEOUT(504, Retry.NEVER),
    RESPONSE_BODY_TIMEOUT(504, Retry.NEVER),
    TUNNEL_IDLE(504, Retry.NEVER),
    REQUEST_WRITE_TIMEOUT(504, Retry.NEVER),
    /** The exchange as a whole took too long. */
    EXCHANGE_TIMEOUT(504, Retry.NEVER);

    /** When another attempt makes sense, as far as the fault alone tells. */
    public enum Retry {
        NEVER,
        /** Nothing was sent. */
        ALWAYS,
        /** The pod may have acted on the request (RFC 9110 9.2.2). */
        IF_IDEMPOTENT
    }

    private static final Fault[] FAULTS = values();

    private final int status;
    private final Retry retry;
    private final String code;

    Fault(int status, Retry retry) {
        this.status = status;
        this.retry = retry;
        this.code = name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Status of the reply; 0 when nobody is there to be told. */
    public int status() {
        return status;
    }

    Retry retry() {
        return retry;
    }

    /** Stable: in {@code X-Tailrace-Reason}, metrics and logs. */
    public String code() {
        return code;
    }

    /** Index of this fault's counter among {@link #reasons}. */
    int reasonIndex() {
        return ordinal();
    }

    /** Index of the counter of what the codec refused. */
    static int reasonIndex(Malformed malformed) {
        return FAULTS.length + malformed.ordinal();
    }

    /**
     * The codes of everything that the proxy answers or cuts by itself, in the order of their
     * counters.
     */
    public static List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        for (Fault fault : FAULTS) {
            reasons.add(fault.code);
        }
        for (Malformed malformed : Malformed.values()) {
            reasons.add(malformed.reason());
        }
        return reasons;
    }

    static Fault of(UpstreamFailure failure) {
        return switch (failure) {
            case CONNECT_REFUSED -> CONNECT_REFUSED;
            case CONNECT_TIMEOUT -> CONNECT_TIMEOUT;
            case TLS_FAILED -> UPSTREAM_TLS_FAILED;
            case TLS_UNTRUSTED -> UPSTREAM_UNTRUSTED;
            case TLS_BROKEN -> UPSTREAM_TLS_BROKEN;
            case CLOSED_BEFORE_RESPONSE -> UPSTREAM_RESET;
            case CUT_IN_HEAD -> UPSTREAM_CUT_IN_HEAD;
            case MALFORMED_HEAD -> UPSTREAM_MALFORMED;
            case HEAD_TIMEOUT -> RESPONSE_HEAD_TIMEOUT;
            case CUT_IN_BODY -> UPSTREAM_CUT_IN_BODY;
            case BODY_TIMEOUT -> RESPONSE_BODY_TIMEOUT;
            case TUNNEL_IDLE -> TUNNEL_IDLE;
            case WRITE_TIMEOUT -> REQUEST_WRITE_TIMEOUT;
        };
    }
}
