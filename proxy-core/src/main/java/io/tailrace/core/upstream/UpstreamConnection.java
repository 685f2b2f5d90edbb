package io.tailrace.core.upstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.route.RouteWaits;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Wire;
import io.tailrace.http.ResponseHead;
import java.lang.System.Logger;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection to a pod.
 *
 * <p>Thread: core.
 */
final class UpstreamConnection extends Deferred.Task
        implements UpstreamStream, Readiness, Timer.Owner {
    private static final Logger LOG = System.getLogger(UpstreamConnection.class.getName());

    private final EndpointPool pool;
    private final UpstreamPools room;
    private final Timer timer = new Timer(this);
    private final LeaseDeadline deadline;
    private final Reuse reuse;
    private UpstreamState state = UpstreamState.DIALLING;
    private Transport transport;
    private @Nullable UpstreamEvents events;
    private @Nullable Dialling dialling;

    private boolean inputLent;
    private boolean requestEnded;
    private boolean anyResponseByte;
    private boolean paused;
    private boolean outputEnds;
    @Nullable UpstreamConnection newer;
    @Nullable UpstreamConnection older;

    /** A connection that is connecting, leased from the start. {@link #dial} follows. */
    UpstreamConnection(
            EndpointPool pool, UpstreamPools room, Transport transport, UpstreamEvents events) {
        this.pool = pool;
        this.room = room;
        this.transport = transport;
        this.events = events;
        this.reuse = new Reuse(room.waits().idle());
        this.deadline = new LeaseDeadline(room.timers(), timer, room.waits());
        pool.leaseBegins();
    }

    // ---- until it is ready

    void dial(Wire wire, RouteWaits routeWaits) {
        deadline.follow(routeWaits);
        long connectNs = RouteWaits.or(routeWaits.connect(), room.waits().connect());
        Dialling begun = new Dialling(room, pool.endpoint(), wire, transport, this, connectNs);
        dialling = begun;
        wire.attach(begun);
    }

    /** A request may be sent. */
    void opened(Transport ready) {
        dialling = null;
        transport = ready;
        UpstreamEvents leaser = leased();
        beginAttempt();
        if (transport.hasKeptInput()) {
            room.deferred().add(this);
        }
        leaser.onUpstreamReady();
    }

    void notOpened(Transport unfit, UpstreamFailure failure) {
        dialling = null;
        transport = unfit;
        UpstreamEvents leaser = leased();
        endLease();
        // In order: the pod is to read why not.
        close(false);
        leaser.onUpstreamFailure(failure);
    }

    /** A handler threw before it was opened. */
    void lost(Transport unfit) {
        dialling = null;
        transport = unfit;
        onHandlerFailure();
    }

    // ---- the lease

    /** Takes it out of the stack for another exchange. */
    void lease(UpstreamEvents leaser, RouteWaits routeWaits) {
        deadline.follow(routeWaits);
        pool.remove(this);
        pool.leaseBegins();
        events = leaser;
        beginAttempt();
    }

    /** How long it has been idle, in nanoseconds. */
    long idleNs() {
        return reuse.idleNs(room.nowNs());
    }

    boolean tooOld() {
        return reuse.isTooOld(room.nowNs());
    }

    private void beginAttempt() {
        state = UpstreamState.AWAITING_HEAD;
        requestEnded = false;
        anyResponseByte = false;
        leased().responseHead().clear();
        deadline.none();
    }

    // ---- what the selector says

    @Override
    public void onReady(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            onWritable();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0 && state != UpstreamState.CLOSED) {
            onReadable();
        }
    }

    private void onWritable() {
        int before = transport.backlog();
        int backlog = transport.flush();
        if (backlog < 0) {
            failByState();
            return;
        }
        if (backlog < before) {
            deadline.flushed();
        }
        if (events != null) {
            armTimer();
        }
        if (backlog == 0) {
            if (outputEnds) {
                transport.shutdownOutput();
            } else if (events != null) {
                events.onUpstreamDrained();
            }
        }
    }

    private void onReadable() {
        if (!room.mayRead(this)) {
            transport.wantRead(false);
            return;
        }
        int count = transport.read();
        if (state == UpstreamState.IDLE) {
            onIdleInput(count);
        } else {
            handleInput(count);
        }
    }

    /** The end of the stream, or bytes that nobody asked for; TLS may say something to itself. */
    private void onIdleInput(int readResult) {
        boolean quiet = readResult == 0 && transport.input().size() == 0;
        transport.endInput();
        if (!quiet || transport.keepsAny()) {
            closeIdle();
        }
    }

    /** Offers what was kept, when reading is wanted again or buffers are there again. */
    @Override
    public void run() {
        if (state == UpstreamState.CLOSED || paused) {
            return;
        }
        transport.wantRead(true);
        if (events != null && (transport.relend() || transport.ended() < 0)) {
            handleInput(transport.ended());
        }
    }

    @Override
    public void onFailure() {
        onHandlerFailure();
    }

    private void handleInput(int readResult) {
        inputLent = true;
        IoBuffer input = transport.input();
        UpstreamEvents leaser = leased();
        anyResponseByte |= input.size() > 0;
        if (readResult < 0) {
            reuse.never();
        }
        // No callback leases this connection anew before it returns: not leased means that it ended
        // the lease.
        boolean more = true;
        while (more && state == UpstreamState.AWAITING_HEAD && input.size() > 0) {
            more = parseHead(leaser, input);
        }
        if ((state == UpstreamState.IN_BODY || state == UpstreamState.TUNNEL) && input.size() > 0) {
            leaser.onResponseBytes(input);
        }
        // What is kept behind an interim head comes first, once the client has taken that.
        boolean heldBack = paused && state == UpstreamState.AWAITING_HEAD && input.size() > 0;
        if (readResult < 0 && events != null && !heldBack) {
            onEndOfStream(readResult);
        }
        inputLent = false;
        transport.endInput();
        if (events != null) {
            if (!paused && transport.hasMoreInput()) {
                room.deferred().add(this);
            }
            armTimer();
        }
    }

    /** Returns whether to look again: an interim head was followed by something. */
    private boolean parseHead(UpstreamEvents leaser, IoBuffer input) {
        ResponseHead head = leaser.responseHead();
        int consumed =
                room.parser()
                        .parse(
                                head,
                                leaser.requestMethod(),
                                input.bytes(),
                                input.head(),
                                input.tail());
        if (consumed == 0) {
            if (input.size() > transport.mostKept()) {
                fail(UpstreamFailure.MALFORMED_HEAD);
            }
            return false;
        }
        if (consumed < 0) {
            fail(UpstreamFailure.MALFORMED_HEAD);
            return false;
        }
        input.consume(consumed);
        if (head.interim()) {
            leaser.onResponseHead(input);
            if (events != null) {
                head.clear();
            }
            // Until the client has taken it, nothing more is sent to it.
            return !paused;
        }
        state = UpstreamState.IN_BODY;
        reuse.learn(head);
        leaser.onResponseHead(input);
        return false;
    }

    private void onEndOfStream(int readResult) {
        if ((state == UpstreamState.IN_BODY || state == UpstreamState.TUNNEL)
                && readResult == Transport.EOF) {
            // The exchange knows whether the framing allows it. Without this a stream at its end
            // would be ready for ever.
            transport.wantRead(false);
            leased().onResponseEnd(transport.input());
        } else {
            failByState();
        }
    }

    // ---- what the exchange asks for

    @Override
    public boolean isReady() {
        return state != UpstreamState.DIALLING;
    }

    @Override
    public int send(IoBuffer source, int from, int to) {
        int backlog = transport.write(source, from, to);
        if (backlog > 0 || state == UpstreamState.TUNNEL) {
            armTimer();
        }
        return backlog;
    }

    @Override
    public int backlog() {
        return transport.backlog();
    }

    @Override
    public void endRequest() {
        requestEnded = true;
        armTimer();
    }

    @Override
    public void beginTunnel() {
        state = UpstreamState.TUNNEL;
        reuse.never();
        armTimer();
    }

    @Override
    public void endTunnelOutput() {
        outputEnds = true;
        if (transport.backlog() == 0) {
            transport.shutdownOutput();
        }
    }

    @Override
    public void pauseInput() {
        paused = true;
        transport.wantRead(false);
        armTimer();
    }

    @Override
    public void resumeInput() {
        if (paused) {
            paused = false;
            armTimer();
            room.deferred().add(this);
        }
    }

    @Override
    public void release() {
        boolean clean =
                reuse.isPossible()
                        && requestEnded
                        && state == UpstreamState.IN_BODY
                        && transport.ended() == 0
                        && transport.backlog() == 0
                        && !transport.keepsAny()
                        && !(inputLent && transport.input().size() > 0);
        endLease();
        if (clean && pool.push(this)) {
            state = UpstreamState.IDLE;
            paused = false;
            transport.wantRead(true);
            room.timers().set(timer, reuse.beginIdle(room.nowNs()));
        } else {
            close(false);
        }
    }

    @Override
    public void abort() {
        endLease();
        close(true);
    }

    // ---- ends

    void closeIdle() {
        pool.remove(this);
        close(false);
    }

    private void failByState() {
        if (state == UpstreamState.IDLE) {
            closeIdle();
        } else if (state == UpstreamState.IN_BODY || state == UpstreamState.TUNNEL) {
            fail(UpstreamFailure.CUT_IN_BODY);
        } else if (anyResponseByte) {
            fail(UpstreamFailure.CUT_IN_HEAD);
        } else {
            fail(room.handshakes().endedBeforeResponse(pool.endpoint(), transport));
        }
    }

    private void fail(UpstreamFailure failure) {
        UpstreamEvents leaser = leased();
        endLease();
        close(true);
        leaser.onUpstreamFailure(failure);
    }

    private void endLease() {
        if (events == null) {
            throw new IllegalStateException("lease ended twice");
        }
        events = null;
        pool.leaseEnds();
    }

    private void close(boolean reset) {
        state = UpstreamState.CLOSED;
        Dialling unfinished = dialling;
        if (unfinished != null) {
            dialling = null;
            unfinished.cancel();
        }
        leaveLine();
        room.timers().remove(timer);
        if (reset) {
            transport.reset();
        } else {
            transport.close();
        }
        room.countClosed();
    }

    private UpstreamEvents leased() {
        UpstreamEvents leaser = events;
        if (leaser == null) {
            throw new IllegalStateException("not leased");
        }
        return leaser;
    }

    @Override
    public void onHandlerFailure() {
        try {
            if (state != UpstreamState.CLOSED) {
                failByState();
            }
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "an exchange could not be told of its failure", e);
        }
    }

    // ---- time

    private void armTimer() {
        deadline.arm(
                state,
                transport.backlog() > 0,
                requestEnded,
                anyResponseByte,
                paused,
                room.nowNs());
    }

    @Override
    public void onDeadline(Timer expired) {
        switch (state) {
            case AWAITING_HEAD, IN_BODY, TUNNEL ->
                    fail(LeaseDeadline.failure(state, transport.backlog() > 0));
            case IDLE -> closeIdle();
            case DIALLING, CLOSED -> {}
        }
    }
}
