package io.tailrace.core.downstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.downstream.Lifetime.State;
import io.tailrace.core.exchange.Exchange;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.exchange.Verdict;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.core.transport.Transport;
import io.tailrace.http.Origin;
import io.tailrace.http.RequestHead;
import java.lang.System.Logger;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 or 1.0 connection from a client: one exchange at a time, answers in the order of the
 * requests.
 *
 * <p>Thread: core.
 */
final class DownstreamConnection extends Deferred.Task implements Readiness, Timer.Owner {
    private static final Logger LOG = System.getLogger(DownstreamConnection.class.getName());
    private static final int MESSAGES_PER_TURN = 16;

    private final DownstreamConnections room;
    private final Transport transport;
    private final ClientSide side;
    private final Lifetime life;
    private final @Nullable Object address;
    private @Nullable Exchange exchange;
    @Nullable DownstreamConnection next;
    @Nullable DownstreamConnection previous;

    @Nullable DownstreamConnection idleBefore;
    @Nullable DownstreamConnection idleAfter;

    /**
     * @param address what the connection is counted by, null where addresses are not limited
     * @param identity who the client is by its TLS handshake, null if it speaks in clear
     */
    DownstreamConnection(
            DownstreamConnections room,
            Transport transport,
            Origin origin,
            @Nullable Object address,
            @Nullable ClientIdentity identity) {
        this.room = room;
        this.transport = transport;
        this.address = address;
        this.side = new ClientSide(room, this, transport, origin, identity);
        this.life = new Lifetime(room, this, transport);
    }

    void begin() {
        if (room.draining()) {
            side.closeAfterResponse();
        }
        life.begin();
    }

    @Nullable Object address() {
        return address;
    }

    // ---- what the selector says

    @Override
    public void onReady(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            onWritable();
        }
        if ((readyOps & SelectionKey.OP_READ) != 0 && life.state() != State.CLOSED) {
            onReadable();
        }
    }

    private void onReadable() {
        if (!room.mayRead(this)) {
            transport.wantRead(false);
            return;
        }
        handleInput(transport.read());
    }

    /**
     * Input that was left is looked at: after an exchange, after back-pressure, or with buffers
     * there again.
     */
    @Override
    public void run() {
        if (life.state() == State.CLOSED) {
            return;
        }
        transport.wantRead(!life.inputEnded());
        transport.relend();
        handleInput(transport.ended());
    }

    @Override
    public void onFailure() {
        onHandlerFailure();
    }

    private void handleInput(int readResult) {
        // A part of a TLS record: the client has not said anything yet.
        boolean nothing = readResult == 0 && transport.input().size() == 0;
        life.inInput(true);
        if (readResult != Transport.RESET) {
            consume(transport.input());
        }
        life.inInput(false);
        transport.endInput();
        if (life.state() == State.CLOSED) {
            return;
        }
        if (readResult == Transport.RESET) {
            clientGone();
        } else if (readResult == Transport.EOF || life.inputEnded()) {
            onEndOfInput();
        }
        if (life.state() == State.CLOSED) {
            return;
        }
        if (transport.wantsRead() && transport.hasMoreInput()) {
            room.deferred().add(this);
        }
        if (!(nothing && life.state() == State.IDLE)) {
            armDeadline();
        }
    }

    private void consume(IoBuffer input) {
        int budget = MESSAGES_PER_TURN;
        while (input.size() > 0) {
            switch (life.state()) {
                case IDLE -> {
                    if (transport.backlog() > 0) {
                        // Until the client takes its answers it gets no further ones.
                        transport.wantRead(false);
                        return;
                    }
                    if (budget-- == 0) {
                        room.deferred().add(this);
                        return;
                    }
                    openExchange();
                }
                case HEAD -> {
                    if (!parseHead(input)) {
                        return;
                    }
                }
                case BUSY -> {
                    Exchange current = exchange();
                    if (current.requestDone()) {
                        // The next request waits for this one's end.
                        transport.wantRead(false);
                        return;
                    }
                    int before = input.head();
                    current.onRequestBytes(input);
                    if (life.state() == State.BUSY && input.head() == before) {
                        return;
                    }
                }
                case LINGER -> {
                    int bytes = input.size();
                    input.consume(bytes);
                    life.lingered(bytes);
                }
                case CLOSED -> {
                    return;
                }
            }
        }
    }

    private void openExchange() {
        life.enter(State.HEAD);
        exchange = room.exchanges().open(side);
    }

    /** Returns whether to go on: the head is complete or refused. */
    private boolean parseHead(IoBuffer input) {
        Exchange current = exchange();
        RequestHead head = current.requestHead();
        head.moveTo(input.bytes(), input.head());
        int consumed = room.parser().parse(head, input.bytes(), input.head(), input.tail());
        if (consumed == 0) {
            return false;
        }
        if (consumed < 0) {
            side.closeAfterResponse();
            current.refuse(consumed);
            return true;
        }
        input.consume(consumed);
        life.enter(State.BUSY);
        if (!head.persistent()) {
            side.closeAfterResponse();
        }
        current.begin(input);
        return true;
    }

    private void onEndOfInput() {
        life.endInput();
        switch (life.state()) {
            case IDLE -> {
                if (!transport.hasKeptInput()) {
                    life.closeOrLinger(false);
                }
            }
            case LINGER -> {
                if (transport.backlog() == 0) {
                    life.close();
                }
            }
            case HEAD -> clientGone();
            case BUSY -> {
                Exchange current = exchange();
                if (current.requestDone()) {
                    // Means nothing by itself, unless it is to.
                    if (current.endsWithInput()) {
                        clientGone();
                    }
                } else if ((!transport.hasKeptInput() || current.takesRequestBytes())
                        && !current.onRequestEnd()) {
                    // What is kept may wait for the pod; where the exchange takes bytes and left
                    // these, their rest is missing.
                    clientGone();
                }
            }
            case CLOSED -> {}
        }
    }

    private void onWritable() {
        int before = transport.backlog();
        int backlog = transport.flush();
        if (backlog < 0) {
            clientGone();
            return;
        }
        if (backlog < before) {
            life.flushed();
        }
        if (backlog == 0) {
            switch (life.state()) {
                case HEAD, BUSY -> exchange().onDownstreamDrained();
                case IDLE -> {
                    if (side.isLastResponse()) {
                        life.closeOrLinger(false);
                    } else {
                        room.deferred().add(this);
                    }
                }
                case LINGER -> life.beginLinger();
                case CLOSED -> {}
            }
        }
        if (life.state() != State.CLOSED) {
            armDeadline();
        }
    }

    // ---- what the exchange asks for

    /** Whether the head of the current exchange has been parsed. */
    boolean isHeadComplete() {
        return life.state() == State.BUSY;
    }

    void resumeInput() {
        if (!life.inInput() && (!transport.wantsRead() || transport.hasKeptInput())) {
            room.deferred().add(this);
        }
    }

    void exchangeOver(Verdict verdict) {
        exchange = null;
        switch (verdict) {
            case RECYCLE -> recycle();
            case DRAIN -> life.closeOrLinger(true);
            case CLOSE -> life.close();
            case ABORT -> life.reset();
            case CONTINUE, RETRY, REPLY ->
                    throw new IllegalStateException("not an end: " + verdict);
        }
    }

    private void recycle() {
        life.enter(State.IDLE);
        if (side.isLastResponse()) {
            life.closeOrLinger(
                    transport.hasKeptInput() || (life.inInput() && transport.input().size() > 0));
            return;
        }
        if (!life.inInput()) {
            if (transport.hasKeptInput() || life.inputEnded() || !transport.wantsRead()) {
                room.deferred().add(this);
            }
            armDeadline();
        }
    }

    // ---- ends

    private void clientGone() {
        Exchange current = exchange;
        if (current == null) {
            life.close();
        } else {
            current.onDownstreamFault(Fault.CLIENT_GONE);
        }
    }

    /** See {@link Lifetime#isNew}. */
    boolean isNew(long sinceNs) {
        return life.isNew(sinceNs);
    }

    void drain() {
        side.closeAfterResponse();
        if (life.state() == State.IDLE) {
            closeIdle();
        }
    }

    /** See {@link Lifetime#closeIdle}. */
    void closeIdle() {
        life.closeIdle();
    }

    @Override
    public void onHandlerFailure() {
        LOG.log(Logger.Level.ERROR, "closing after a failed handler: " + exchange);
        abandon();
    }

    /** Ends whatever is going on. */
    void abandon() {
        try {
            // Counts as the client's end: the exchange lets go of the pod's side and closes us.
            clientGone();
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "an exchange could not be ended", e);
        }
        life.reset();
    }

    Exchange exchange() {
        Exchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("no exchange in state " + life.state());
        }
        return current;
    }

    // ---- time

    /** Arms what counts now. */
    void armDeadline() {
        life.arm(
                life.state() == State.BUSY
                        && !side.isTunnel()
                        && !exchange().requestDone()
                        && transport.wantsRead());
    }

    @Override
    public void onDeadline(Timer expired) {
        switch (life.state()) {
            case IDLE, LINGER -> life.expire();
            case HEAD -> {
                side.closeAfterResponse();
                exchange().onDownstreamFault(Fault.REQUEST_HEAD_TIMEOUT);
            }
            case BUSY ->
                    exchange()
                            .onDownstreamFault(
                                    transport.backlog() > 0
                                            ? Fault.CLIENT_STALLED
                                            : Fault.REQUEST_BODY_TIMEOUT);
            case CLOSED -> {}
        }
    }
}
