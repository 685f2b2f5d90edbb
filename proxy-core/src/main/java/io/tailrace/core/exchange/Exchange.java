package io.tailrace.core.exchange;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.route.Route;
import io.tailrace.core.route.RouteTable;
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
    private final RequestHead requestHead;
    private final ResponseHead responseHead = new ResponseHead(HeadLimits.response().maxFields());
    private final BodyRelay requestBody;
    private final BodyRelay responseBody;
    private final FlowPair flowPair = new FlowPair();
    private final RequestBuffer requestBuffer;
    private final BodyRelay.Receiver toPod = (source, from, to) -> stream().send(source, from, to);
    private final BodyRelay.Receiver toClient =
            (source, from, to) -> side().sendBody(source, from, to);

    private final TotalDeadline deadline;

    private @Nullable DownstreamSide downstream;
    private @Nullable UpstreamStream upstream;
    private RequestFlow request = RequestFlow.HEAD;
    private ResponseFlow response = ResponseFlow.AWAIT;
    private long startedNs;

    private int interims;
    private int status;
    private boolean responseStarted;
    private boolean tunnel;
    @Nullable Exchange before;
    @Nullable Exchange after;

    Exchange(Exchanges room) {
        this.room = room;
        this.requestHead = new RequestHead(room.limits.fields());
        this.requestBody = new BodyRelay(room.chunkLimits);
        this.responseBody = new BodyRelay(room.chunkLimits);
        this.deadline = new TotalDeadline(room.timers, this);
        this.requestBuffer = new RequestBuffer(room.buffers);
    }

    void open(DownstreamSide side) {
        downstream = side;
        request = RequestFlow.HEAD;
        response = ResponseFlow.AWAIT;
        startedNs = room.duty.nowNs();
        requestHead.clear();
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
        Snapshot snapshot = room.duty.snapshot();
        RouteTable routes = snapshot.routes();
        long host =
                routes.host(
                        requestHead.buffer(),
                        requestHead.hostStart(),
                        requestHead.hostNameLength());
        RequestTarget target = room.target;
        int resolved = target.resolve(requestHead, routes.settings(host).paths());
        if (resolved < 0) {
            refuse(resolved);
            return;
        }
        requestBody.begin(
                requestHead.framing(), requestHead.contentLength(), requestHead.framing());
        request = requestBody.done() ? RequestFlow.DONE : RequestFlow.BODY;
        if (!side().admits(requestHead)) {
            discardWhatIsHere(input);
            settle(Fault.MISDIRECTED_REQUEST);
            return;
        }
        int httpsPort = routes.settings(host).httpsPort();
        if (httpsPort > 0 && HttpsRedirect.isDue(requestHead, target, side().origin())) {
            discardWhatIsHere(input);
            redirect(httpsPort);
            return;
        }
        Route found =
                routes.match(host, target.matchBuffer(), target.matchStart(), target.matchLength());
        if (found == null) {
            discardWhatIsHere(input);
            settle(Fault.NO_ROUTE);
            return;
        }
        if (requestHead.contentLength() > room.limits.bodyBytes()) {
            settle(Fault.BODY_TOO_LARGE);
            return;
        }
        room.retryBudget.countRequest(room.duty.nowNs());
        flowPair.routed(found, snapshot);
        room.routed(this);
        if (room.exchangeNs > 0) {
            deadline.at(startedNs + room.exchangeNs);
        }
        requestBuffer.render(
                room.headWriter,
                requestHead,
                target,
                side().origin(),
                found.settings().forwarded());
        if (request == RequestFlow.BODY
                && requestBuffer.takeBody(requestHead, requestBody, input)) {
            request = RequestFlow.DONE;
        }
        attempt();
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

    /** The codec refused the head. {@code code} is that of a {@link Malformed}. */
    public void refuse(int code) {
        request = RequestFlow.CUT;
        settle(Fault.MALFORMED_REQUEST, Malformed.of(code));
    }

    /** Whether more of the request could go on to the pod now. */
    public boolean takesRequestBytes() {
        UpstreamStream stream = upstream;
        return request == RequestFlow.BODY
                && stream != null
                && stream.isReady()
                && stream.backlog() == 0;
    }

    /** More of the request; the exchange consumes what it can take now. */
    public void onRequestBytes(IoBuffer input) {
        if (!takesRequestBytes()) {
            side().pauseInput();
            return;
        }
        UpstreamStream stream = stream();
        requestBuffer.passedBy();
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
        } else if (requestBody.exceeds(room.limits.bodyBytes())) {
            settle(Fault.BODY_TOO_LARGE);
        } else if (requestBody.done()) {
            request = RequestFlow.DONE;
            stream.endRequest();
        } else if (stream.backlog() > 0) {
            side().pauseInput();
        }
    }

    /** Whether a client that has finished sending gives up what it asked for, which is complete. */
    public boolean endsWithInput() {
        return flowPair.settings().abortOnHalfClose();
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

    /** It took too long. */
    void onTimeout(Fault fault) {
        settle(fault);
    }

    // ---- the attempt

    private void attempt() {
        Snapshot snapshot = room.duty.snapshot();
        Endpoint endpoint = flowPair.pick(room.picker, snapshot);
        if (endpoint == null) {
            settle(flowPair.whyNone(snapshot));
            return;
        }
        UpstreamStream stream = room.pools.lease(endpoint, this, requestHead.method().idempotent());
        if (stream == null) {
            settle(room.pools.outOfSockets() ? Fault.NO_DESCRIPTORS : Fault.CONNECT_REFUSED);
            return;
        }
        upstream = stream;
        if (stream.isReady()) {
            onUpstreamReady();
        }
    }

    @Override
    public void onUpstreamReady() {
        int backlog = requestBuffer.sendTo(stream());
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
        requestBuffer.give();
        if (responseHead.interim()) {
            onInterimHead();
            return;
        }
        status = responseHead.status();
        if (status == SWITCHING_PROTOCOLS) {
            beginTunnel();
            return;
        }
        if (request == RequestFlow.BODY
                && !requestBuffer.bodyFollowed()
                && requestHead.expectContinue()) {
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
        deadline.none();
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
        int result = responseBody.relay(input, toClient);
        // The head leaves in this handler, also where no byte of this input goes on.
        boolean gone = result >= 0 && side().flushHead() < 0;
        afterResponseStep(gone ? BodyRelay.RECEIVER_GONE : result);
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
            // What has not left need not be cut.
            responseStarted = !side().dropHead();
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
                                flowPair.attempts(),
                                requestHead.method().idempotent(),
                                requestBuffer.intact())
                        && room.retryBudget.take(room.duty.nowNs());
        Verdict verdict = Settlement.of(request, response, fault, responseStarted, mayRetry);
        if (fault != null && verdict != Verdict.RETRY && verdict != Verdict.DRAIN) {
            room.recorder.reason(
                    malformed == null ? fault.reasonIndex() : Fault.reasonIndex(malformed));
        }
        switch (verdict) {
            case CONTINUE -> {}
            case RETRY -> {
                room.recorder.retry();
                attempt();
            }
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

    private void redirect(int httpsPort) {
        Fault why = Fault.HTTPS_REDIRECT;
        room.recorder.reason(why.reasonIndex());
        status = why.status();
        side().redirect(why.code(), room.target, httpsPort);
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
        deadline.none();
        requestBuffer.give();
        room.recorder.record(status, response == ResponseFlow.DONE, room.duty.nowNs() - startedNs);
        DownstreamSide side = side();
        downstream = null;
        boolean routed = flowPair.isRouted();
        room.recycle(this, routed);
        flowPair.clear();
        side.exchangeOver(verdict);
    }

    long routeGeneration() {
        return flowPair.routeGeneration();
    }

    /** The flow pair, for logs. */
    @Override
    public String toString() {
        return "exchange by " + flowPair;
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
}
