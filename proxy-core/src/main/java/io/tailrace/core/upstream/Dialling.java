package io.tailrace.core.upstream;

import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Wire;
import java.nio.channels.SelectionKey;

/**
 * A connection to a pod until a request can be sent: the connect, then the handshake where TLS is
 * spoken. Not a byte is read before TLS has the wire: what a pod says in clear is no answer.
 *
 * <p>Thread: core.
 */
final class Dialling extends Deferred.Task implements Readiness, Timer.Owner {
    private enum State {
        /** {@code transport} is a plain one. */
        CONNECTING,
        /** {@code transport} is still the plain one, TLS is to begin. */
        CONNECTED,
        /** {@code transport} is one of TLS. */
        HANDSHAKE,
        /** The connection has the wire, or nobody. */
        OVER
    }

    private final UpstreamPools room;
    private final Endpoint endpoint;
    private final Wire wire;
    private final UpstreamConnection connection;
    private final Timer timer = new Timer(this);
    private Transport transport;
    private State state = State.CONNECTING;

    Dialling(
            UpstreamPools room,
            Endpoint endpoint,
            Wire wire,
            Transport transport,
            UpstreamConnection connection,
            long connectNs) {
        this.room = room;
        this.endpoint = endpoint;
        this.wire = wire;
        this.transport = transport;
        this.connection = connection;
        room.timers().set(timer, room.nowNs() + connectNs);
    }

    // ---- what the selector says

    @Override
    public void onReady(int readyOps) {
        if (state != State.HANDSHAKE) {
            if (state == State.CONNECTING) {
                onConnectReady();
            }
            return;
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0 && transport.flush() < 0) {
            failHandshake();
        } else if ((readyOps & SelectionKey.OP_READ) != 0) {
            step();
        }
    }

    private void onConnectReady() {
        int result = transport.finishConnect();
        if (result > 0) {
            room.countConnected();
            if (endpoint.tls() == null) {
                open();
            } else {
                state = State.CONNECTED;
                room.timers().set(timer, room.nowNs() + room.waits().handshake());
                transport.wantRead(false);
                run();
            }
        } else if (result < 0) {
            fail(UpstreamFailure.CONNECT_REFUSED);
        }
    }

    // ---- TLS

    private void beginHandshake() {
        state = State.HANDSHAKE;
        transport.wantRead(true);
        Transport sealed = room.handshakes().begin(transport, endpoint);
        if (sealed == null) {
            fail(UpstreamFailure.TLS_FAILED);
            return;
        }
        transport = sealed;
        handle(transport.read());
    }

    private void step() {
        if (!room.mayRead(this)) {
            transport.wantRead(false);
        } else if (!room.handshakes().mayStep(this)) {
            transport.wantRead(false);
        } else {
            handle(transport.read());
        }
    }

    /** Buffers are there again, or another turn. */
    @Override
    public void run() {
        if (state == State.HANDSHAKE) {
            transport.wantRead(true);
            step();
        } else if (state == State.CONNECTED && room.handshakes().mayStep(this)) {
            beginHandshake();
        }
    }

    private void handle(int readResult) {
        boolean open = transport.isOpen();
        transport.endInput();
        if (readResult < 0) {
            failHandshake();
        } else if (open) {
            room.handshakes().done();
            open();
        }
    }

    private void failHandshake() {
        fail(room.handshakes().failed(endpoint, transport));
    }

    // ---- ends

    private void open() {
        end();
        wire.attach(connection);
        connection.opened(transport);
    }

    private void fail(UpstreamFailure failure) {
        end();
        connection.notOpened(transport, failure);
    }

    /** Nobody wants the connection any more. */
    void cancel() {
        if (state != State.OVER) {
            end();
            transport.reset();
        }
    }

    private void end() {
        state = State.OVER;
        leaveLine();
        room.timers().remove(timer);
    }

    @Override
    public void onDeadline(Timer expired) {
        switch (state) {
            case CONNECTING -> fail(UpstreamFailure.CONNECT_TIMEOUT);
            case CONNECTED, HANDSHAKE -> fail(room.handshakes().timedOut(endpoint));
            case OVER -> {}
        }
    }

    @Override
    public void onHandlerFailure() {
        if (state != State.OVER) {
            end();
            connection.lost(transport);
        } else {
            connection.onHandlerFailure();
        }
    }

    @Override
    public void onFailure() {
        onHandlerFailure();
    }
}
