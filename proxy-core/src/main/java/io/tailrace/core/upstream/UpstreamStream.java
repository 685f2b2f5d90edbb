package io.tailrace.core.upstream;

import io.tailrace.core.buffer.IoBuffer;

/**
 * A lease: the way to one endpoint for one exchange, ended by exactly one of {@link #release},
 * {@link #abort} and {@link UpstreamEvents#onUpstreamFailure}.
 *
 * <p>Thread: core.
 */
public interface UpstreamStream {
    /** Whether bytes may be sent; if not, {@link UpstreamEvents#onUpstreamReady} tells when. */
    boolean isReady();

    /**
     * Sends a range. Returns the backlog in bytes, or negative when the connection is gone ({@link
     * #abort} follows).
     */
    int send(IoBuffer source, int from, int to);

    /** Bytes that were sent but wait for the pod to take them. */
    int backlog();

    /** The request is sent whole: from now on the pod is due with its response. */
    void endRequest();

    /**
     * The connection carries bytes of another protocol both ways from now on, until one side ends.
     */
    void beginTunnel();

    /**
     * The client has finished sending into the tunnel: so does the pod's side, after what was sent.
     */
    void endTunnelOutput();

    /** Stops reading: the client does not take what is there. */
    void pauseInput();

    /** Reads again, and offers what was left. */
    void resumeInput();

    /** Ends the lease after a complete response; the connection lives on if it can. */
    void release();

    /** Ends the lease anyhow; the connection is closed. */
    void abort();
}
