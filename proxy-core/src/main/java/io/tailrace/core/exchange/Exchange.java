package io.tailrace.core.exchange;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.upstream.UpstreamEvents;
import io.tailrace.core.upstream.UpstreamFailure;
import io.tailrace.core.upstream.UpstreamStream;
import io.tailrace.http.Malformed;
import io.tailrace.http.Method;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestTarget;
import io.tailrace.http.ResponseHead;
import java.util.Objects;
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
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Exchanges room;
    private final Request request;
    private final Answer answer;
    private final Attempt attempt = new Attempt();
    private final FlowPair flowPair = new FlowPair();
    private final BodyRelay.Receiver toPod =
            (source, from, to) -> attempt.stream().send(source, from, to);
    private final TotalDeadline deadline;

    /** Of its host, once that is known. */
    private ClassSettings settings = ClassSettings.DEFAULT;

    private long startedNs;
    @Nullable Exchange before;
    @Nullable Exchange after;

    Exchange(Exchanges room) {
        this.room = room;
        this.request = new Request(room.limits.fields(), room.chunkLimits, room.buffers);
        this.answer = new Answer(new BodyRelay(room.chunkLimits));
        this.deadline = new TotalDeadline(room, this);
    }

    void open(DownstreamSide side) {
        answer.open(side);
        request.open();
        settings = ClassSettings.DEFAULT;
        startedNs = room.duty.nowNs();
        room.recorder.begin();
    }

    // ---- what the client's side says

    /** Where the client's side parses the head into. */
    public RequestHead requestHead() {
        return request.head();
    }

    /** Whether the request has been read whole: further bytes belong to the next one. */
    public boolean requestDone() {
        return request.isDone();
    }

    /** {@link #requestHead} is complete; {@code input} is behind it. */
    public void begin(IoBuffer input) {
        Snapshot snapshot = room.duty.snapshot();
        RequestHead head = request.head();
        HostRoutes routes =
                snapshot.routes().host(head.buffer(), head.hostStart(), head.hostNameLength());
        RequestTarget target = room.target;
        settings = routes.settings();
        side().isFor(settings);
        int resolved = target.resolve(head, settings.paths());
        if (resolved < 0) {
            refuse(resolved);
            return;
        }
        request.beginBody();
        Fault refused = room.admission.judge(head, target, side(), settings);
        int place = routes.match(target.matchBuffer(), target.matchStart(), target.matchLength());
        if (refused == null && place == HostRoutes.NONE) {
            refused = Fault.NO_ROUTE;
        }
        if (refused != null) {
            request.discard(input);
            settle(refused);
            return;
        }
        RoutePolicy policy = routes.rule(place).policy();
        request.limitBody(policy.bodyBytes(room.limits.bodyBytes()));
        if (request.exceeds()) {
            settle(Fault.BODY_TOO_LARGE);
            return;
        }
        room.retryBudget.countRequest(room.duty.nowNs());
        flowPair.routed(routes, place, snapshot);
        room.routed(this);
        deadline.start(policy.waits(), startedNs);
        boolean fits =
                request.render(
                        room.headWriter,
                        target,
                        side().origin(),
                        settings.forwarded(),
                        room.admission.clientFields(),
                        input);
        if (!fits) {
            refuse(Malformed.HEAD_TOO_LARGE.code());
            return;
        }
        nextAttempt();
    }

    /** The codec refused the head. {@code code} is that of a {@link Malformed}. */
    public void refuse(int code) {
        request.cut();
        settle(Fault.MALFORMED_REQUEST, Malformed.of(code));
    }

    /** Whether more of the request could go on to the pod now. */
    public boolean takesRequestBytes() {
        return request.flow() == RequestFlow.BODY && attempt.takesBytes();
    }

    /** More of the request; the exchange consumes what it can take now. */
    public void onRequestBytes(IoBuffer input) {
        if (!takesRequestBytes()) {
            side().pauseInput();
            return;
        }
        UpstreamStream stream = attempt.stream();
        int result = request.relay(input, toPod);
        if (result < 0) {
            if (result == BodyRelay.RECEIVER_GONE) {
                // The pod wants no more. What it said before it closed may still be unread: its
                // side tells.
                request.cut();
                side().pauseInput();
                stream.endRequest();
            } else {
                refuse(result);
            }
        } else if (request.exceeds()) {
            settle(Fault.BODY_TOO_LARGE);
        } else if (request.finish()) {
            stream.endRequest();
        } else if (stream.backlog() > 0) {
            side().pauseInput();
        }
    }

    /** Whether a client that has finished sending gives up what it asked for, which is complete. */
    public boolean endsWithInput() {
        return settings.abortOnHalfClose();
    }

    /**
     * The client has finished sending, within what it had to send. Returns whether that is in
     * order.
     */
    public boolean onRequestEnd() {
        if (!answer.isTunnel() || !attempt.isOn()) {
            return false;
        }
        request.end();
        attempt.stream().endTunnelOutput();
        return true;
    }

    /** What was sent to the client has left: more may come. */
    public void onDownstreamDrained() {
        if (attempt.isOn()) {
            attempt.stream().resumeInput();
        }
    }

    /** The client's side failed: gone, stalled, or late. */
    public void onDownstreamFault(Fault fault) {
        if (!request.isDone()) {
            request.cut();
        }
        settle(fault);
    }

    /** It took too long. */
    void onTimeout(Fault fault) {
        settle(fault);
    }

    // ---- the attempt

    private void nextAttempt() {
        Fault fault = attempt.begin(room, flowPair, this, request.head().method().idempotent());
        if (fault != null) {
            settle(fault);
        } else if (attempt.stream().isReady()) {
            onUpstreamReady();
        }
    }

    @Override
    public void onUpstreamReady() {
        int backlog = request.sendTo(attempt.stream());
        if (backlog < 0) {
            fail(Fault.UPSTREAM_RESET);
        } else if (request.isDone()) {
            attempt.stream().endRequest();
        } else if (backlog == 0) {
            side().resumeInput();
        }
    }

    // ---- what the pod's side says

    @Override
    public ResponseHead responseHead() {
        return answer.head();
    }

    @Override
    public Method requestMethod() {
        return request.head().method();
    }

    @Override
    public void onUpstreamDrained() {
        if (request.flow() == RequestFlow.BODY) {
            side().resumeInput();
        }
    }

    @Override
    public void onResponseHead(IoBuffer input) {
        request.give();
        ResponseHead head = answer.head();
        if (head.interim()) {
            onInterimHead(head);
            return;
        }
        if (head.status() == SWITCHING_PROTOCOLS) {
            beginTunnel(head);
            return;
        }
        if (request.waitsForContinue()) {
            // The client may now send the body or leave it.
            side().closeAfterResponse();
        }
        afterResponseStep(answer.begin(input.size() > 0));
    }

    /** Only a 101 that answers our own upgrade opens a tunnel (RFC 9110 7.8). */
    private void beginTunnel(ResponseHead head) {
        if (!request.head().upgrade() || !head.upgradeMatches(request.head())) {
            fail(Fault.UPSTREAM_MALFORMED);
            return;
        }
        deadline.none();
        request.beginTunnel();
        attempt.stream().beginTunnel();
        afterResponseStep(answer.beginTunnel());
    }

    private void onInterimHead(ResponseHead head) {
        if (!answer.mayBeInterim()) {
            fail(Fault.UPSTREAM_MALFORMED);
            return;
        }
        room.recorder.interim(head.status());
        if (request.head().version() >= 11) {
            int backlog = side().sendInterim(head);
            if (backlog < 0) {
                settle(Fault.CLIENT_GONE);
            } else if (backlog > 0) {
                attempt.stream().pauseInput();
            }
        }
    }

    @Override
    public void onResponseBytes(IoBuffer input) {
        afterResponseStep(answer.relay(input));
    }

    @Override
    public void onResponseEnd(IoBuffer empty) {
        int result = answer.endOfInput(empty);
        if (result == 0) {
            fail(Fault.UPSTREAM_CUT_IN_BODY);
        } else {
            afterResponseStep(result);
        }
    }

    private void afterResponseStep(int result) {
        if (result == BodyRelay.RECEIVER_GONE) {
            settle(Fault.CLIENT_GONE);
        } else if (result < 0) {
            attempt.abort();
            answer.cut();
            settle(Fault.UPSTREAM_MALFORMED);
        } else if (answer.finish()) {
            settle(null);
        } else if (side().backlog() > 0) {
            attempt.stream().pauseInput();
        }
    }

    @Override
    public void onUpstreamFailure(UpstreamFailure failure) {
        attempt.lost();
        settle(Fault.of(failure));
    }

    // ---- settle

    /** The pod's side did something wrong. */
    private void fail(Fault fault) {
        attempt.abort();
        settle(fault);
    }

    private void settle(@Nullable Fault fault) {
        settle(fault, null);
    }

    private void settle(@Nullable Fault fault, @Nullable Malformed malformed) {
        boolean mayRetry =
                fault != null
                        && RetryRule.permits(
                                fault,
                                flowPair.attempts(),
                                request.head().method().idempotent(),
                                request.isRepeatable())
                        && room.retryBudget.take(room.duty.nowNs());
        Verdict verdict =
                Settlement.of(request.flow(), answer.flow(), fault, answer.started(), mayRetry);
        if (fault != null && verdict != Verdict.RETRY && verdict != Verdict.DRAIN) {
            room.recorder.reason(
                    malformed == null ? fault.reasonIndex() : Fault.reasonIndex(malformed));
        }
        switch (verdict) {
            case CONTINUE -> {}
            case RETRY -> {
                room.recorder.retry();
                nextAttempt();
            }
            case REPLY -> reply(Objects.requireNonNull(fault), malformed);
            case RECYCLE, DRAIN, CLOSE, ABORT -> end(verdict);
        }
    }

    private void reply(Fault fault, @Nullable Malformed malformed) {
        attempt.abort();
        if (fault == Fault.HTTPS_REDIRECT) {
            answer.redirect(room.target, settings.httpsPort());
        } else {
            answer.reply(fault, malformed);
        }
        settle(null);
    }

    private void end(Verdict verdict) {
        if (verdict == Verdict.RECYCLE) {
            attempt.release();
        } else {
            attempt.abort();
        }
        deadline.none();
        request.give();
        room.recorder.record(
                answer.status(), answer.flow() == ResponseFlow.DONE, room.duty.nowNs() - startedNs);
        DownstreamSide side = answer.close();
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
        return answer.side();
    }
}
