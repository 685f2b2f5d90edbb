package io.tailrace.core.arrival;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Wire;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A trusted peer's connection until its PROXY header has been read, or is known not to come.
 *
 * <p>Thread: core.
 */
final class Arrival extends Deferred.Task implements Readiness, Timer.Owner {
    private final Arrivals room;
    private final Wire wire;
    private final Transport transport;
    private final InetAddress peer;
    private final int port;
    private final boolean required;
    private final Timer timer = new Timer(this);
    private boolean over;
    @Nullable Arrival next;
    @Nullable Arrival previous;

    /**
     * @param port that the peer reached
     * @param required whether there must be a header
     */
    Arrival(
            Arrivals room,
            Wire wire,
            Transport transport,
            InetAddress peer,
            int port,
            boolean required) {
        this.room = room;
        this.wire = wire;
        this.transport = transport;
        this.peer = peer;
        this.port = port;
        this.required = required;
    }

    Timer timer() {
        return timer;
    }

    @Override
    public void onReady(int readyOps) {
        if (room.mayRead(this)) {
            handle(transport.read());
        } else {
            transport.wantRead(false);
        }
    }

    /** Buffers are there again. */
    @Override
    public void run() {
        if (!over) {
            transport.wantRead(true);
        }
    }

    private void handle(int readResult) {
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
        InetAddress client = header.client();
        end();
        if (client != null) {
            room.pass(wire, transport, client, header.port(), room.trusts(client));
        } else {
            // Nobody knows whose bytes they are, unless the peer says that they are its own.
            room.pass(wire, transport, peer, port, header.isLocal());
        }
    }

    private void acceptWithout() {
        if (required) {
            refuse("it begins without a PROXY header");
        } else {
            end();
            room.pass(wire, transport, peer, port, true);
        }
    }

    private void refuse(String why) {
        room.refused(peer, port, why);
        close();
    }

    void close() {
        if (!over) {
            end();
            room.gone();
            transport.close();
        }
    }

    private void end() {
        over = true;
        room.remove(this);
    }

    @Override
    public void onDeadline(Timer expired) {
        if (transport.hasKeptInput()) {
            refuse("its PROXY header did not come in time");
        } else {
            acceptWithout();
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
