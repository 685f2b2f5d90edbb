package io.tailrace.core.arrival;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Wire;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A connection until it speaks HTTP: its PROXY header is read where a trusted peer may send one,
 * then TLS is agreed on where it is spoken.
 *
 * <p>Thread: core.
 */
final class Arrival extends Deferred.Task implements Readiness, Timer.Owner {
    private enum State {
        /** Its PROXY header is read, or is known not to come. */
        PROXY_HEADER,
        /** What it says first in TLS is read; {@code address} is set where addresses count. */
        HELLO,
        /** {@code transport} is one of TLS, {@code identity} tells of the client. */
        HANDSHAKE,
        /** Closed, or passed on. */
        OVER
    }

    private final Arrivals room;
    private final Wire wire;
    private final ListenAddress listen;
    private final InetAddress peer;
    private final long arrivedNs;
    private final Timer timer = new Timer(this);
    private Transport transport;
    private State state = State.PROXY_HEADER;
    private InetAddress client;
    private int port;
    private boolean trusted;
    private @Nullable Object address;
    private @Nullable ClientIdentity identity;
    @Nullable Arrival next;
    @Nullable Arrival previous;

    /**
     * @param port that the peer reached
     * @param trusted whether the peer is
     */
    Arrival(
            Arrivals room,
            Wire wire,
            Transport transport,
            InetAddress peer,
            int port,
            boolean trusted,
            ListenAddress listen) {
        this.room = room;
        this.wire = wire;
        this.transport = transport;
        this.peer = peer;
        this.client = peer;
        this.port = port;
        this.trusted = trusted;
        this.listen = listen;
        this.arrivedNs = room.nowNs();
    }

    Timer timer() {
        return timer;
    }

    void begin() {
        if (room.expectsHeader(trusted, listen)) {
            room.arm(this, room.nowNs() + room.headerNs());
        } else {
            beginHello();
        }
    }

    // ---- what the selector says

    @Override
    public void onReady(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0 && transport.flush() < 0) {
            fail();
        } else if ((readyOps & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    private void read() {
        if (!room.mayRead(this)) {
            transport.wantRead(false);
        } else if (state == State.HANDSHAKE && !room.tls().mayStep(this)) {
            transport.wantRead(false);
        } else {
            handle(transport.read());
        }
    }

    /** Buffers are there again, or another turn, or another stage with what is kept. */
    @Override
    public void run() {
        if (state == State.OVER) {
            return;
        }
        if (state == State.HANDSHAKE && !room.tls().mayStep(this)) {
            transport.wantRead(false);
            return;
        }
        transport.wantRead(true);
        if (state == State.HANDSHAKE) {
            handle(transport.read());
        } else {
            transport.relend();
            handle(0);
        }
    }

    private void handle(int readResult) {
        switch (state) {
            case PROXY_HEADER -> onHeader(readResult);
            case HELLO -> onHello(readResult);
            case HANDSHAKE -> onHandshake(readResult);
            case OVER -> transport.endInput();
        }
    }

    // ---- the PROXY header

    private void onHeader(int readResult) {
        IoBuffer input = transport.input();
        ProxyHeader header = room.header();
        int parsed = header.parse(input.bytes(), input.head(), input.tail());
        boolean begun = input.size() > 0;
        if (parsed > 0) {
            input.consume(parsed);
        }
        transport.endInput();
        if (parsed > 0) {
            accept(header);
        } else if (parsed == ProxyHeader.MALFORMED) {
            refuse("its PROXY header is malformed");
        } else if (parsed == ProxyHeader.ABSENT) {
            acceptWithout();
        } else if (readResult < 0) {
            if (begun) {
                refuse("it ended within its PROXY header");
            } else {
                // A balancer that only looks whether somebody listens.
                close();
            }
        }
    }

    private void accept(ProxyHeader header) {
        InetAddress told = header.client();
        if (told != null) {
            client = told;
            port = header.port();
            trusted = room.trusts(told);
        } else {
            // Nobody knows whose bytes they are, unless the peer says that they are its own.
            trusted = header.isLocal();
        }
        afterHeader();
    }

    private void acceptWithout() {
        if (listen.proxyProtocol() == ProxyProtocol.REQUIRED) {
            refuse("it begins without a PROXY header");
        } else {
            afterHeader();
        }
    }

    private void afterHeader() {
        if (listen.tls()) {
            beginHello();
        } else {
            pass();
        }
    }

    private void refuse(String why) {
        room.refused(peer, port, why);
        close();
    }

    // ---- TLS

    private void beginHello() {
        state = State.HELLO;
        room.arm(this, arrivedNs + room.handshakeNs());
        if (room.limitsAddresses()) {
            address = room.admit(client);
            if (address == null) {
                close();
                return;
            }
        }
        if (transport.hasKeptInput()) {
            room.defer(this);
        }
    }

    private void onHello(int readResult) {
        TlsStart tls = room.tls();
        boolean begun = transport.input().size() > 0;
        int seen = tls.look(transport);
        transport.endInput();
        if (seen < 0) {
            close();
        } else if (seen > 0) {
            Transport sealed = tls.choose(transport);
            if (sealed == null) {
                close();
                return;
            }
            transport = sealed;
            identity = tls.identity();
            state = State.HANDSHAKE;
            run();
        } else if (readResult < 0) {
            if (begun) {
                tls.failed();
            }
            close();
        }
    }

    private void onHandshake(int readResult) {
        boolean open = transport.isOpen();
        transport.endInput();
        if (readResult < 0) {
            fail();
        } else if (open) {
            room.tls().done(identity);
            pass();
        }
    }

    private void fail() {
        if (state == State.HANDSHAKE) {
            room.tls().failed();
        }
        close();
    }

    // ---- ends

    private void pass() {
        end();
        room.pass(wire, transport, new Arrived(client, port, trusted, address, identity));
    }

    void close() {
        if (state != State.OVER) {
            end();
            room.gone(address);
            transport.close();
        }
    }

    private void end() {
        state = State.OVER;
        leaveLine();
        room.remove(this);
    }

    @Override
    public void onDeadline(Timer expired) {
        switch (state) {
            case PROXY_HEADER -> {
                if (transport.hasKeptInput()) {
                    refuse("its PROXY header did not come in time");
                } else {
                    acceptWithout();
                }
            }
            case HELLO, HANDSHAKE -> {
                room.tls().timedOut();
                close();
            }
            case OVER -> {}
        }
    }

    @Override
    public void onHandlerFailure() {
        close();
    }

    @Override
    public void onFailure() {
        close();
    }
}
