package io.tailrace.core.exchange;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.upstream.UpstreamStream;
import io.tailrace.http.Framing;
import io.tailrace.http.Origin;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestHeadWriter;
import io.tailrace.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/**
 * The head as pods get it, and with it a body that is wholly here and fits. It does not depend on
 * the endpoint, so another attempt sends the same bytes again.
 *
 * <p>Holds a pooled buffer from {@link #render} to {@link #give}. Thread: core.
 */
final class RequestBuffer {
    private final BufferPool pool;
    private final BodyRelay.Receiver append =
            (source, from, to) -> {
                held().append(source, from, to - from);
                return 0;
            };
    private @Nullable IoBuffer buffer;
    private boolean bodyFollowed;

    RequestBuffer(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * Makes what pods get. Returns whether it fits: fields of our own, above all a long host that
     * they repeat, can make a head too long that came within its limits.
     *
     * @param forwarded whether pods get a Forwarded field
     * @param clientFields what they are told about the client's certificate
     */
    boolean render(
            RequestHeadWriter writer,
            RequestHead head,
            RequestTarget target,
            Origin origin,
            boolean forwarded,
            byte[] clientFields) {
        IoBuffer candidate = pool.take(BufferPool.SMALL);
        int length = write(writer, head, target, origin, forwarded, clientFields, candidate);
        while (length == 0) {
            int size = candidate.capacity();
            pool.give(candidate);
            if (size == BufferPool.LARGE) {
                return false;
            }
            candidate = pool.take(size == BufferPool.SMALL ? BufferPool.MEDIUM : BufferPool.LARGE);
            length = write(writer, head, target, origin, forwarded, clientFields, candidate);
        }
        candidate.produce(length);
        buffer = candidate;
        bodyFollowed = false;
        return true;
    }

    private static int write(
            RequestHeadWriter writer,
            RequestHead head,
            RequestTarget target,
            Origin origin,
            boolean forwarded,
            byte[] clientFields,
            IoBuffer out) {
        return writer.write(
                head, target, origin, forwarded, clientFields, out.bytes(), 0, out.capacity());
    }

    /** Takes the body in if all of it is in {@code input} and fits. Returns whether it did. */
    boolean takeBody(RequestHead head, BodyRelay body, IoBuffer input) {
        long length = head.contentLength();
        if (head.framing() != Framing.LENGTH || length > Math.min(input.size(), held().room())) {
            return false;
        }
        body.relay(input, append);
        return true;
    }

    /** Sends all of it. Returns the backlog, or negative when the connection is gone. */
    int sendTo(UpstreamStream stream) {
        IoBuffer bytes = held();
        return stream.send(bytes, bytes.head(), bytes.tail());
    }

    /** Bytes of the body go to the pod without being kept here. */
    void passedBy() {
        bodyFollowed = true;
    }

    boolean bodyFollowed() {
        return bodyFollowed;
    }

    /** Whether it holds every byte that was sent. */
    boolean intact() {
        return !bodyFollowed && buffer != null;
    }

    /** Gives the memory back; nothing can be sent again. */
    void give() {
        IoBuffer held = buffer;
        if (held != null) {
            buffer = null;
            pool.give(held);
        }
    }

    private IoBuffer held() {
        IoBuffer held = buffer;
        if (held == null) {
            throw new IllegalStateException("request was given up");
        }
        return held;
    }
}
