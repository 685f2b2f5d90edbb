package io.tailrace.core.exchange;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.upstream.UpstreamStream;
import io.tailrace.http.ChunkLimits;
import io.tailrace.http.Framing;
import io.tailrace.http.Origin;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestHeadWriter;
import io.tailrace.http.RequestTarget;

/**
 * What a client asks for, on its way to a pod. It tells how each step went, the exchange decides
 * what follows.
 *
 * <p>Thread: core.
 */
final class Request {
    private final RequestHead head;
    private final BodyRelay body;
    private final RequestBuffer buffer;
    private RequestFlow flow = RequestFlow.HEAD;
    private long maxBodyBytes = Long.MAX_VALUE;

    Request(int maxFields, ChunkLimits chunkLimits, BufferPool buffers) {
        this.head = new RequestHead(maxFields);
        this.body = new BodyRelay(chunkLimits);
        this.buffer = new RequestBuffer(buffers);
    }

    void open() {
        flow = RequestFlow.HEAD;
        head.clear();
        maxBodyBytes = Long.MAX_VALUE;
    }

    /** Where the client's side parses the head into. */
    RequestHead head() {
        return head;
    }

    RequestFlow flow() {
        return flow;
    }

    boolean isDone() {
        return flow == RequestFlow.DONE;
    }

    /** The head is complete. */
    void beginBody() {
        body.begin(head.framing(), head.contentLength(), head.framing());
        flow = body.done() ? RequestFlow.DONE : RequestFlow.BODY;
    }

    /** What follows is of another protocol. */
    void beginTunnel() {
        body.begin(Framing.UNTIL_CLOSE, -1, Framing.UNTIL_CLOSE);
        flow = RequestFlow.BODY;
    }

    /** A small body that nobody wants costs nothing to read, and saves the connection. */
    void discard(IoBuffer input) {
        if (flow == RequestFlow.BODY && body.relay(input, (source, from, to) -> 0) >= 0) {
            finish();
        }
    }

    /**
     * Makes what pods get, with the body if all of it is in {@code input} and fits. As {@link
     * RequestBuffer#render}.
     */
    boolean render(
            RequestHeadWriter writer,
            RequestTarget target,
            Origin origin,
            boolean forwarded,
            byte[] clientFields,
            IoBuffer input) {
        if (!buffer.render(writer, head, target, origin, forwarded, clientFields)) {
            return false;
        }
        if (flow == RequestFlow.BODY && buffer.takeBody(head, body, input)) {
            flow = RequestFlow.DONE;
        }
        return true;
    }

    /** Sends what {@link #render} made. As {@link RequestBuffer#sendTo}. */
    int sendTo(UpstreamStream stream) {
        return buffer.sendTo(stream);
    }

    /** Hands more of the body on. As {@link BodyRelay#relay}. */
    int relay(IoBuffer input, BodyRelay.Receiver toPod) {
        buffer.passedBy();
        return body.relay(input, toPod);
    }

    /** How long the body may be, where it goes. */
    void limitBody(long maxBytes) {
        maxBodyBytes = maxBytes;
    }

    /** Whether it is longer, or says that it will be. */
    boolean exceeds() {
        return head.contentLength() > maxBodyBytes || body.exceeds(maxBodyBytes);
    }

    /** Whether all of it was handed on. */
    boolean finish() {
        if (body.done()) {
            flow = RequestFlow.DONE;
        }
        return body.done();
    }

    /** The client has finished sending, where that ends it. */
    void end() {
        flow = RequestFlow.DONE;
    }

    /** It will never be complete. */
    void cut() {
        flow = RequestFlow.CUT;
    }

    /** Whether the client may have waited with the body for what a pod says. */
    boolean waitsForContinue() {
        return flow == RequestFlow.BODY && !buffer.bodyFollowed() && head.expectContinue();
    }

    /** Whether every byte that was sent can be sent again. */
    boolean isRepeatable() {
        return buffer.intact();
    }

    /** Nothing is sent again. */
    void give() {
        buffer.give();
    }
}
