package io.tailrace.core.upstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.transport.Transport;
import io.tailrace.http.Framing;
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

    private enum State {
        /** Leased, waiting for the connect: {@code events} is set. */
        CONNECTING,
        /** Leased, no complete final head yet: {@code events} is set. */
        AWAITING_HEAD,
        /** Leased, behind the head: {@code events} is set. */
        IN_BODY,
        /** Leased, behind a 101: {@code events} is set, nothing is reusable. */
        TUNNEL,
        /** In the pool's stack: {@code events} is null, {@code idleSinceNs} is set. */
        IDLE,
        CLOSED
    }

    private final EndpointPool pool;
    private final UpstreamPools room;
    private final Transport transport;
    private final Timer timer = new Timer(this);
    private State state;
    private @Nullable UpstreamEvents events;

    /** One-way per connection: nothing makes it reusable again. */
    private boolean reusable = true;

    private boolean inputLent;
    private boolean requestEnded;
    private boolean anyResponseByte;
    private boolean paused;
    private boolean outputEnds;
    private long idleSinceNs;
    private long maxIdleNs;
    @Nullable UpstreamConnection newer;
    @Nullable UpstreamConnection older;

    /** A connection that is connecting, leased from the start. */
    UpstreamConnection(
            EndpointPool pool, UpstreamPools room, Transport transport, UpstreamEvents events) {
        this.pool = pool;
        this.room = room;
        this.transport = transport;
        this.events = events;
        this.state = State.CONNECTING;
        this.maxIdleNs = room.upstreamIdleNs();
        pool.leaseBegins();
        room.timers().set(timer, room.nowNs() + room.connectNs());
    }

    /** Takes it out of the stack for another exchange. */
    void lease(UpstreamEvents leaser) {
        pool.remove(this);
        pool.leaseBegins();
        events = leaser;
        beginAttempt();
    }

    /** How long it has been idle, in nanoseconds. */
    long idleNs() {
        return room.nowNs() - idleSinceNs;
    }

    boolean tooOld() {
        return idleNs() >= maxIdleNs;
    }

    private void beginAttempt() {
        state = State.AWAITING_HEAD;
        requestEnded = false;
        anyResponseByte = false;
        leased().responseHead().clear();
        room.timers().clear(timer);
    }

    // ---- what the selector says

    @Override
    public void onReady(int readyOps) {
        if (state == State.CONNECTING) {
            onConnectReady();
            return;
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            onWritable();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0 && state != State.CLOSED) {
            onReadable();
        }
    }

    private void onConnectReady() {
        int result = transport.finishConnect();
        if (result > 0) {
            room.countConnected();
            UpstreamEvents leaser = leased();
            beginAttempt();
            leaser.onUpstreamReady();
        } else if (result < 0) {
            fail(UpstreamFailure.CONNECT_REFUSED);
        }
    }

    private void onWritable() {
        int backlog = transport.flush();
        if (backlog < 0) {
            failByState();
            return;
        }
        armTimer();
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
        if (state == State.IDLE) {
            // End of stream, or bytes that nobody asked for.
            transport.endInput();
            closeIdle();
            return;
        }
        anyResponseByte |= count > 0;
        handleInput(count);
    }

    /** Offers what was kept, when reading is wanted again or buffers are there again. */
    @Override
    public void run() {
        if (state == State.CLOSED || paused) {
            return;
        }
        transport.wantRead(true);
        if (events != null && transport.relend()) {
            handleInput(0);
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
        // No callback leases this connection anew before it returns: not leased means that it ended
        // the lease.
        boolean more = true;
        while (more && state == State.AWAITING_HEAD && input.size() > 0) {
            more = parseHead(leaser, input);
        }
        if ((state == State.IN_BODY || state == State.TUNNEL) && input.size() > 0) {
            leaser.onResponseBytes(input);
        }
        if (readResult < 0 && events != null) {
            onEndOfStream(readResult);
        }
        inputLent = false;
        transport.endInput();
        if (events != null) {
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
            return true;
        }
        state = State.IN_BODY;
        reusable &= head.persistent() && head.framing() != Framing.UNTIL_CLOSE;
        if (head.keepAliveTimeoutSeconds() >= 0) {
            // One second less, so that we close before the pod does.
            maxIdleNs = Math.min(maxIdleNs, (head.keepAliveTimeoutSeconds() - 1L) * 1_000_000_000L);
        }
        leaser.onResponseHead(input);
        return false;
    }

    private void onEndOfStream(int readResult) {
        reusable = false;
        if ((state == State.IN_BODY || state == State.TUNNEL) && readResult == Transport.EOF) {
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
        return state != State.CONNECTING;
    }

    @Override
    public int send(IoBuffer source, int from, int to) {
        int backlog = transport.write(source, from, to);
        if (backlog > 0 || state == State.TUNNEL) {
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
        state = State.TUNNEL;
        reusable = false;
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
                reusable
                        && requestEnded
                        && state == State.IN_BODY
                        && transport.backlog() == 0
                        && !transport.hasKeptInput()
                        && !(inputLent && transport.input().size() > 0)
                        && maxIdleNs > 0;
        endLease();
        if (clean && pool.push(this)) {
            state = State.IDLE;
            paused = false;
            idleSinceNs = room.nowNs();
            transport.wantRead(true);
            room.timers().set(timer, idleSinceNs + maxIdleNs);
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
        if (state == State.IDLE) {
            closeIdle();
        } else if (state == State.IN_BODY || state == State.TUNNEL) {
            fail(UpstreamFailure.CUT_IN_BODY);
        } else {
            fail(
                    anyResponseByte
                            ? UpstreamFailure.CUT_IN_HEAD
                            : UpstreamFailure.CLOSED_BEFORE_RESPONSE);
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
        state = State.CLOSED;
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
            if (state != State.CLOSED) {
                failByState();
            }
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "an exchange could not be told of its failure", e);
        }
    }

    // ---- time

    /** The one deadline that counts now; while neither side is due, none. */
    private void armTimer() {
        if (state == State.AWAITING_HEAD
                && requestEnded
                && anyResponseByte
                && transport.backlog() == 0
                && timer.isSet()) {
            // A total: bytes that trickle in do not move it.
            return;
        }
        long waitNs = waitNs();
        if (waitNs == 0) {
            room.timers().clear(timer);
        } else {
            room.timers().set(timer, room.nowNs() + waitNs);
        }
    }

    private long waitNs() {
        return switch (state) {
            case AWAITING_HEAD, IN_BODY, TUNNEL -> {
                if (transport.backlog() > 0) {
                    yield room.writeStallNs();
                }
                yield switch (state) {
                    case AWAITING_HEAD -> requestEnded ? room.responseHeadNs() : 0;
                    case TUNNEL -> room.tunnelIdleNs();
                    default -> paused ? 0 : room.responseBodyGapNs();
                };
            }
            case CONNECTING, IDLE, CLOSED -> 0;
        };
    }

    @Override
    public void onDeadline(Timer expired) {
        boolean stalled = transport.backlog() > 0;
        switch (state) {
            case CONNECTING -> fail(UpstreamFailure.CONNECT_TIMEOUT);
            case AWAITING_HEAD ->
                    fail(stalled ? UpstreamFailure.WRITE_TIMEOUT : UpstreamFailure.HEAD_TIMEOUT);
            case IN_BODY ->
                    fail(stalled ? UpstreamFailure.WRITE_TIMEOUT : UpstreamFailure.BODY_TIMEOUT);
            case TUNNEL ->
                    fail(stalled ? UpstreamFailure.WRITE_TIMEOUT : UpstreamFailure.TUNNEL_IDLE);
            case IDLE -> closeIdle();
            case CLOSED -> {}
        }
    }
}
