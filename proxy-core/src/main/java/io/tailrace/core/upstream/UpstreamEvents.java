package io.tailrace.core.upstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.http.Method;
import io.tailrace.http.ResponseHead;

/**
 * What an upstream stream tells the exchange that leased it. Within each call the exchange may
 * release or abort the stream.
 *
 * <p>Thread: core.
 */
public interface UpstreamEvents {
    /** Where the response head is parsed into; cleared by the stream before each head. */
    ResponseHead responseHead();

    /** Method of the request: it decides on the framing of the response. */
    Method requestMethod();

    /**
     * The connection stands: the request may be sent. Not called for a stream that was ready when
     * leased.
     */
    void onUpstreamReady();

    /**
     * {@link #responseHead} holds a complete head, interim or final. Body bytes, if any, follow by
     * {@link #onResponseBytes}.
     */
    void onResponseHead(IoBuffer input);

    /**
     * Bytes behind the head. What is not consumed is offered again with the next ones, or by {@link
     * UpstreamStream#resumeInput}.
     */
    void onResponseBytes(IoBuffer input);

    /**
     * The pod has finished sending, behind the head. {@code input} is empty and may be written to.
     */
    void onResponseEnd(IoBuffer input);

    /** What the exchange has sent has left: more may come. */
    void onUpstreamDrained();

    /** The stream is gone and needs neither release nor abort. */
    void onUpstreamFailure(UpstreamFailure failure);
}
