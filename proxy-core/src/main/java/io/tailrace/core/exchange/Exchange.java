package io.tailrace.core.exchange;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.route.Route;
import io.tailrace.core.upstream.UpstreamEvents;
import io.tailrace.core.upstream.UpstreamFailure;
import io.tailrace.core.upstream.UpstreamStream;
import io.tailrace.http.Framing;
import io.tailrace.http.HeadLimits;
import io.tailrace.http.Malformed;
import io.tailrace.http.Method;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestTarget;
import io.tailrace.http.ResponseHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request with its final response. Both sides report here; after every step {@link Settlement}
 * decides, and neither connection ever decides about the other.
 *
 * <p>It can prove the flow pair: the route that justified the request with the generation it was
 * found in, and the endpoint of the attempt with the generation it was picked in.
 *
 * <p>Thread: core. A method that settles may recycle this object: nothing is touched after it.
 */
public final class Exchange implements UpstreamEvents {
    private static final int MAX_INTERIM = 16;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Exchanges room;
    private final RequestHead requestHead = new RequestHead(HeadLimits.request().maxFields());
    private final ResponseHead responseHead = new ResponseHead(HeadLimits.response().maxFields());
    private final BodyRelay requestBody = new BodyRelay();
    private final BodyRelay responseBody = new BodyRelay();
    private final @Nullable Endpoint[] tried = new @Nullable Endpoint[RetryRule.MAX_ATTEMPTS];
    private final BodyRelay.Receiver besideHead = this::putBesideHead;
    private final BodyRelay.Receiver toPod = (source, from, to) -> stream().send(source, from, to);
    private final BodyRelay.Receiver toClient =
            (source, from, to) -> side().sendBody(source, from, to);

    private @Nullable DownstreamSide downstream;
    private @Nullable UpstreamStream upstream;
    private RequestFlow request = RequestFlow.HEAD;
    private ResponseFlow response = ResponseFlow.AWAIT;
    private long startedNs;

    /**
     * The rendered head for the pod, and what of the body fits beside it; null before routing and
     * from the first response byte on.
     */
    private @Nullable IoBuffer requestBuffer;

    /** Whether every byte sent to the pod is in {@link #requestBuffer}. */
    private boolean intact;

    private @Nullable Route route;
    private long routeGeneration;
    private long pickGeneration;
    private int attempts;
    private int interims;
    private int status;
    private boolean responseStarted;
    private boolean tunnel;
    @Nullable Exchange before;
    @Nullable Exchange after;

    Exchange(Exchanges room) {
        this.room = room;
    }

    void open(DownstreamSide side) {
        downstream = side;
        request = RequestFlow.HEAD;
        response = ResponseFlow.AWAIT;
        startedNs = room.duty.nowNs();
        requestHead.clear();
        route = null;
        attempts = 0;
        interims = 0;
        status = 0;
        responseStarted = false;
        tunnel = false;
        room.recorder.begin();
    }

    // ---- what the client's side says

    /** Where the client's side parses the head into. */
    public RequestHead requestHead() {
        return requestHead;
    }

    /** Whether the request has been read whole: further bytes belong to the next one. */
    public boolean requestDone() {
        return request == RequestFlow.DONE;
    }

    /** {@link #requestHead} is complete; {@code input} is behind it. */
    public void begin(IoBuffer input) {
        int resolved = room.target.resolve(requestHead);
        if (resolved < 0) {
            refuse(resolved);
            return;
        }
        requestBody.begin(
                requestHead.framing(), requestHead.contentLength(), requestHead.framing());
        request = requestBody.done() ? RequestFlow.DONE : RequestFlow.BODY;
        Snapshot snapshot = room.duty.snapshot();
        Route found = match(snapshot);
        if (found == null) {
            discardWhatIsHere(input);
            settle(Fault.NO_ROUTE);
            return;
        }
        route = found;
        routeGeneration = snapshot.generation();
        room.routed(this);
        render(input);
        attempt(snapshot, snapshot.cluster(found.clusterId()));
    }

    private @Nullable Route match(Snapshot snapshot) {
        RequestTarget target = room.target;
        return snapshot.routes()
                .match(
                        requestHead.buffer(),
                        requestHead.hostStart(),
                        requestHead.hostNameLength(),
                        target.matchBuffer(),
                        target.matchStart(),
                        target.matchLength());
    }

    /** A small body that nobody wants costs nothing to read, and saves the connection. */
    private void discardWhatIsHere(IoBuffer input) {
        if (request == RequestFlow.BODY) {
            int result = requestBody.relay(input, (source, from, to) -> 0);
            if (result >= 0 && requestBody.done()) {
                request = RequestFlow.DONE;
            }
        }
    }

    private void render(IoBuffer input) {
        IoBuffer buffer = room.buffers.take(BufferPool.SMALL);
        int length = write(buffer);
        while (length == 0) {
            int larger =
                    buffer.capacity() == BufferPool.SMALL ? BufferPool.MEDIUM : BufferPool.LARGE;
            room.buffers.give(buffer);
            buffer = room.buffers.take(larger);
            length = write(buffer);
        }
        buffer.produce(length);
        requestBuffer = buffer;
        intact = true;
        // Only a body that is wholly here and fits can be sent again; any other follows from the
        // client's side.
        long body = requestHead.contentLength();
        if (request == RequestFlow.BODY
                && body > 0
                && body <= Math.min(input.size(), buffer.room())) {
            requestBody.relay(input, besideHead);
            request = RequestFlow.DONE;
        }
    }

    private int write(IoBuffer buffer) {
        return room.headWriter.write(
                requestHead, room.target, side().origin(), buffer.bytes(), 0, buffer.capacity());
    }

    private int putBesideHead(IoBuffer source, int from, int to) {
        requestBuffer().append(source, from, to - from);
        return 0;
    }

    /** The codec refused the head. {@code code} is that of a {@link Malformed}. */
    public void refuse(int code) {
        request = RequestFlow.CUT;
        settle(Fault.MALFORMED_REQUEST, Malformed.of(code));
    }

    /** More of the request; the exchange consumes what it can take now. */
    public void onRequestBytes(IoBuffer input) {
        UpstreamStream stream = upstream;
        if (request != RequestFlow.BODY
                || stream == null
                || !stream.isReady()
                || stream.backlog() > 0) {
            side().pauseInput();
            return;
        }
        intact = false;
        int result = requestBody.relay(input, toPod);
        if (result < 0) {
            if (result == BodyRelay.RECEIVER_GONE) {
                // The pod wants no more. What it said before it closed may still be unread: its
                // side tells.
                request = RequestFlow.CUT;
                side().pauseInput();
                stream.endRequest();
            } else {
                refuse(result);
            }
        } else if (requestBody.done()) {
            request = RequestFlow.DONE;
            stream.endRequest();
        } else if (stream.backlog() > 0) {
            side().pauseInput();
        }
    }

    /**
     * The client has finished sending, within what it had to send. Returns whether that is in
     * order.
     */
    public boolean onRequestEnd() {
        UpstreamStream stream = upstream;
        if (!tunnel || stream == null) {
            return false;
        }
        request = RequestFlow.DONE;
        stream.endTunnelOutput();
        return true;
    }

    /** What was sent to the client has left: more may come. */
    public void onDownstreamDrained() {
        UpstreamStream stream = upstream;
        if (stream != null && response == ResponseFlow.BODY) {
            stream.resumeInput();
        }
    }

    /** The client's side failed: gone, stalled, or late. */
    public void onDownstreamFault(Fault fault) {
        if (request != RequestFlow.DONE) {
            request = RequestFlow.CUT;
        }
        settle(fault);
    }

    // ---- the attempt

    private void attempt(Snapshot snapshot, @Nullable Cluster cluster) {
        Endpoint endpoint = cluster == null ? null : room.picker.pick(cluster, tried, attempts);
        if (endpoint == null) {
            settle(Fault.NO_ENDPOINTS);
            return;
        }
        pickGeneration = snapshot.generation();
        tried[attempts++] = endpoint;
        UpstreamStream stream = room.pools.lease(endpoint, this, requestHead.method().idempotent());
        if (stream == null) {
            settle(Fault.CONNECT_REFUSED);
            return;
        }
        upstream = stream;
        if (stream.isReady()) {
            onUpstreamReady();
        }
    }

    /** Another attempt resolves its cluster anew, by name, in this turn's snapshot. */
    private void retry() {
        room.recorder.retry();
        Route routed = route;
        if (routed == null) {
            throw new IllegalStateException("retry without a route");
        }
        Snapshot snapshot = room.duty.snapshot();
        attempt(snapshot, snapshot.cluster(routed.rule().target()));
    }

    @Override
    public void onUpstreamReady() {
        IoBuffer buffer = requestBuffer();
        int backlog = stream().send(buffer, buffer.head(), buffer.tail());
        if (backlog < 0) {
            abortUpstream();
            settle(Fault.UPSTREAM_RESET);
        } else if (request == RequestFlow.DONE) {
            stream().endRequest();
        } else if (backlog == 0) {
            side().resumeInput();
        }
    }

    // ---- what the pod's side says

    @Override
    public ResponseHead responseHead() {
        return responseHead;
    }

    @Override
    public Method requestMethod() {
        return requestHead.method();
    }

    @Override
    public void onUpstreamDrained() {
        if (request == RequestFlow.BODY) {
            side().resumeInput();
        }
    }

    @Override
    public void onResponseHead(IoBuffer input) {
        giveRequestBuffer();
        if (responseHead.interim()) {
            onInterimHead();
            return;
        }
        status = responseHead.status();
        if (status == SWITCHING_PROTOCOLS) {
            beginTunnel();
            return;
        }
        if (request == RequestFlow.BODY && intact && requestHead.expectContinue()) {
            // The client may now send the body or leave it.
            side().closeAfterResponse();
        }
        responseStarted = true;
        response = ResponseFlow.BODY;
        Framing outgoing = side().framingFor(responseHead.framing());
        responseBody.begin(responseHead.framing(), responseHead.contentLength(), outgoing);
        int sent = side().sendHead(responseHead, outgoing);
        if (sent >= 0 && (responseBody.done() || input.size() == 0)) {
            sent = side().flushHead();
        }
        afterResponseStep(sent < 0 ? BodyRelay.RECEIVER_GONE : 0);
    }

    /** Only a 101 that answers our own upgrade opens a tunnel (RFC 9110 7.8). */
    private void beginTunnel() {
        if (!requestHead.upgrade() || !responseHead.upgradeMatches(requestHead)) {
            abortUpstream();
            settle(Fault.UPSTREAM_MALFORMED);
            return;
        }
        tunnel = true;
        responseStarted = true;
        request = RequestFlow.BODY;
        response = ResponseFlow.BODY;
        requestBody.begin(Framing.UNTIL_CLOSE, -1, Framing.UNTIL_CLOSE);
        responseBody.begin(Framing.UNTIL_CLOSE, -1, Framing.UNTIL_CLOSE);
        stream().beginTunnel();
        side().beginTunnel();
        int sent = side().sendHead(responseHead, Framing.NONE);
        if (sent >= 0) {
            sent = side().flushHead();
        }
        afterResponseStep(sent < 0 ? BodyRelay.RECEIVER_GONE : 0);
    }

    private void onInterimHead() {
        if (++interims > MAX_INTERIM) {
            abortUpstream();
            settle(Fault.UPSTREAM_MALFORMED);
            return;
        }
        room.recorder.interim(responseHead.status());
        if (requestHead.version() >= 11 && side().sendInterim(responseHead) < 0) {
            settle(Fault.CLIENT_GONE);
        }
    }

    @Override
    public void onResponseBytes(IoBuffer input) {
        afterResponseStep(responseBody.relay(input, toClient));
    }

    @Override
    public void onResponseEnd(IoBuffer empty) {
        int result = responseBody.endOfInput(empty, toClient);
        if (result == 0) {
            abortUpstream();
            settle(Fault.UPSTREAM_CUT_IN_BODY);
        } else {
            afterResponseStep(result);
        }
    }

    private void afterResponseStep(int result) {
        if (result == BodyRelay.RECEIVER_GONE) {
            settle(Fault.CLIENT_GONE);
        } else if (result < 0) {
            abortUpstream();
            settle(Fault.UPSTREAM_MALFORMED);
        } else if (responseBody.done()) {
            response = ResponseFlow.DONE;
            settle(null);
        } else if (side().backlog() > 0) {
            stream().pauseInput();
        }
    }

    @Override
    public void onUpstreamFailure(UpstreamFailure failure) {
        upstream = null;
        settle(Fault.of(failure));
    }

    // ---- settle

    private void settle(@Nullable Fault fault) {
        settle(fault, null);
    }

    private void settle(@Nullable Fault fault, @Nullable Malformed malformed) {
        boolean mayRetry =
                fault != null
                        && RetryRule.permits(
                                fault,
                                attempts,
                                requestHead.method().idempotent(),
                                intact && requestBuffer != null);
        Verdict verdict = Settlement.of(request, response, fault, responseStarted, mayRetry);
        if (fault != null && verdict != Verdict.RETRY && verdict != Verdict.DRAIN) {
            room.recorder.reason(
                    malformed == null ? fault.reasonIndex() : Fault.reasonIndex(malformed));
        }
        switch (verdict) {
            case CONTINUE -> {}
            case RETRY -> retry();
            case REPLY -> reply(fault, malformed);
            case RECYCLE, DRAIN, CLOSE, ABORT -> end(verdict);
        }
    }

    private void reply(@Nullable Fault fault, @Nullable Malformed malformed) {
        abortUpstream();
        status = malformed != null ? malformed.status() : fault != null ? fault.status() : 500;
        String reason = malformed != null ? malformed.reason() : fault != null ? fault.code() : "";
        side().reply(status, reason);
        responseStarted = true;
        response = ResponseFlow.DONE;
        settle(null);
    }

    private void abortUpstream() {
        UpstreamStream stream = upstream;
        if (stream != null) {
            upstream = null;
            stream.abort();
        }
    }

    private void end(Verdict verdict) {
        UpstreamStream stream = upstream;
        if (stream != null && verdict == Verdict.RECYCLE) {
            upstream = null;
            stream.release();
        } else {
            abortUpstream();
        }
        giveRequestBuffer();
        room.recorder.record(status, response == ResponseFlow.DONE, room.duty.nowNs() - startedNs);
        DownstreamSide side = side();
        downstream = null;
        Arrays.fill(tried, null);
        boolean routed = route != null;
        route = null;
        room.recycle(this, routed);
        side.exchangeOver(verdict);
    }

    private void giveRequestBuffer() {
        IoBuffer buffer = requestBuffer;
        if (buffer != null) {
            requestBuffer = null;
            room.buffers.give(buffer);
        }
    }

    long routeGeneration() {
        return routeGeneration;
    }

    /** The flow pair, for logs: what justifies the request, and where its attempts went. */
    @Override
    public String toString() {
        Route routed = route;
        if (routed == null) {
            return "exchange, not routed";
        }
        return "exchange by rule "
                + routed.rule()
                + " of generation "
                + routeGeneration
                + ", attempts "
                + Arrays.asList(tried).subList(0, attempts)
                + ", the last picked in generation "
                + pickGeneration;
    }

    private DownstreamSide side() {
        DownstreamSide side = downstream;
        if (side == null) {
            throw new IllegalStateException("exchange is over");
        }
        return side;
    }

    private UpstreamStream stream() {
        UpstreamStream stream = upstream;
        if (stream == null) {
            throw new IllegalStateException("no attempt");
        }
        return stream;
    }

    private IoBuffer requestBuffer() {
        IoBuffer buffer = requestBuffer;
        if (buffer == null) {
            throw new IllegalStateException("request was given up");
        }
        return buffer;
    }
}
