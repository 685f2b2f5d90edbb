package io.tailrace.core.exchange;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.http.Framing;
import io.tailrace.http.Origin;
import io.tailrace.http.RequestTarget;
import io.tailrace.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange asks of the client's side. Results of the send methods: the backlog in bytes, 0
 * when all is sent, negative when the client is gone.
 *
 * <p>Thread: core.
 */
public interface DownstreamSide {
    /** What the pod is told about the connection. */
    Origin origin();

    /** Who the client is by its TLS handshake; null: it speaks in clear. */
    @Nullable ClientIdentity identity();

    /** What is answered from now on is of a host that is treated like this. */
    void isFor(ClassSettings host);

    /**
     * The framing in which a body that the pod frames in one way has to be handed to {@link
     * #sendBody}.
     */
    Framing framingFor(Framing framingOfPod);

    /** Sends an interim head. */
    int sendInterim(ResponseHead head);

    /**
     * Takes the final head; it leaves with the first body bytes, or by {@link #flushHead} in the
     * same handler.
     */
    int sendHead(ResponseHead head, Framing framing);

    /** The connection ends after this response: nobody knows where a next request would start. */
    void closeAfterResponse();

    /**
     * The connection carries bytes of another protocol both ways from now on, and ends with them.
     */
    void beginTunnel();

    /** Sends the head if no body bytes took it along. */
    int flushHead();

    /** Drops the head if it has not left yet. Returns whether it did. */
    boolean dropHead();

    /**
     * Sends body bytes, in the framing of {@link #framingFor}. Bytes before {@code from} may be
     * overwritten.
     */
    int sendBody(IoBuffer source, int from, int to);

    /** Bytes that were sent but wait for the client to take them. */
    int backlog();

    /** Sends a whole response of the proxy's own. */
    void reply(int status, String reason);

    /** Answers with a redirect to the same target over TLS, at this port. */
    void redirect(String reason, RequestTarget target, int httpsPort);

    /** The exchange takes no more of the request for now. */
    void pauseInput();

    /** The exchange takes more of the request: what was left is offered again. */
    void resumeInput();

    /**
     * The exchange is over: RECYCLE, DRAIN, CLOSE or ABORT. It is not to be called any more. Starts
     * no exchange before it returns.
     */
    void exchangeOver(Verdict verdict);
}
