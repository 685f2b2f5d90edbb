package io.tailrace.core.upstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Wire;
import io.tailrace.http.Framing;
import io.tailrace.http.ResponseHead;
import java.lang.System.Logger;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLException;
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
        /** Leased, not ready for a request: {@code events} and {@code dialling} are set. */
        DIALLING,
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
    private final Timer timer = new Timer(this);
    private State state = State.DIALLING;
    private Transport transport;
    private @Nullable UpstreamEvents events;
    private @Nullable Dialling dialling;

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

    /** A connection that is connecting, leased from the start. {@link #dial} follows. */
    UpstreamConnection(
            EndpointPool pool, UpstreamPools room, Transport transport, UpstreamEvents events) {
        this.pool = pool;
        this.room = room;
        this.transport = transport;
        this.events = events;
        this.maxIdleNs = room.waits().idle();
        pool.leaseBegins();
    }

    // ---- until it is ready

    void dial(Wire wire) {
        Dialling begun = new Dialling(room, pool.endpoint(), wire, transport, this);
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
        fail(failure);
    }

    // ---- the lease

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
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            onWritable();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0 && state != State.CLOSED) {
            onReadable();
        }
    }

    private void onWritable() {
        int backlog = transport.flush();
        if (backlog < 0) {
            failByState();
            return;
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
        if (state == State.IDLE) {
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
        anyResponseByte |= input.size() > 0;
        // What has ended with a response is not leased again.
        reusable &= readResult >= 0;
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
        return state != State.DIALLING;
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
                        && !transport.keepsAny()
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
        } else if (anyResponseByte) {
            fail(UpstreamFailure.CUT_IN_HEAD);
        } else {
            fail(beforeResponse());
        }
    }

    private UpstreamFailure beforeResponse() {
        SSLException why = transport.failure();
        if (why == null) {
            return UpstreamFailure.CLOSED_BEFORE_RESPONSE;
        }
        room.handshakes().broken(pool.endpoint(), why);
        return UpstreamFailure.TLS_BROKEN;
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
        Dialling unfinished = dialling;
        if (unfinished != null) {
            dialling = null;
            unfinished.cancel();
        }
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
                    yield room.waits().writeStall();
                }
                yield switch (state) {
                    case AWAITING_HEAD -> requestEnded ? room.waits().head() : 0;
                    case TUNNEL -> room.waits().tunnelIdle();
                    default -> paused ? 0 : room.waits().bodyGap();
                };
            }
            case DIALLING, IDLE, CLOSED -> 0;
        };
    }

    @Override
    public void onDeadline(Timer expired) {
        boolean stalled = transport.backlog() > 0;
        switch (state) {
            case AWAITING_HEAD ->
                    fail(stalled ? UpstreamFailure.WRITE_TIMEOUT : UpstreamFailure.HEAD_TIMEOUT);
            case IN_BODY ->
                    fail(stalled ? UpstreamFailure.WRITE_TIMEOUT : UpstreamFailure.BODY_TIMEOUT);
            case TUNNEL ->
                    fail(stalled ? UpstreamFailure.WRITE_TIMEOUT : UpstreamFailure.TUNNEL_IDLE);
            case IDLE -> closeIdle();
            case DIALLING, CLOSED -> {}
        }
    }
}
