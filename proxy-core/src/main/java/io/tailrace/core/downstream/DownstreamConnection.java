package io.tailrace.core.downstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.exchange.Exchange;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.exchange.Verdict;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.tls.ServerName;
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
    private static final int MAX_LINGER_BYTES = 1 << 20;

    private enum State {
        /** Between exchanges: {@code exchange} is null. */
        IDLE,
        /** Some bytes of a head are here: {@code exchange} is open, not begun. */
        HEAD,
        /** {@code exchange} is begun. */
        BUSY,
        /**
         * Nothing more is answered: what is sent leaves, input is discarded. {@code exchange} is
         * null.
         */
        LINGER,
        CLOSED
    }

    private final DownstreamConnections room;
    private final Transport transport;
    private final ClientSide side;
    private final Deadline deadline;
    private final @Nullable Object address;
    private State state = State.IDLE;
    private @Nullable Exchange exchange;

    /** The client has finished sending. */
    private boolean inputEnded;

    /** Input is being worked on further up the stack: whatever becomes possible is done there. */
    private boolean inInput;

    /** No request has begun yet. */
    private boolean fresh = true;

    private final long acceptedNs;

    private int lingeredBytes;
    @Nullable DownstreamConnection next;
    @Nullable DownstreamConnection previous;

    @Nullable DownstreamConnection idleBefore;
    @Nullable DownstreamConnection idleAfter;

    /**
     * @param address what the connection is counted by, null where addresses are not limited
     * @param name what the client asked for in its TLS handshake, null if it did not
     */
    DownstreamConnection(
            DownstreamConnections room,
            Transport transport,
            Origin origin,
            @Nullable Object address,
            @Nullable ServerName name) {
        this.room = room;
        this.transport = transport;
        this.address = address;
        this.side = new ClientSide(room, this, transport, origin, name);
        this.deadline = new Deadline(room, this);
        this.acceptedNs = room.nowNs();
    }

    void begin() {
        if (room.draining()) {
            side.closeAfterResponse();
        }
        room.idle().add(this);
        armDeadline();
    }

    @Nullable Object address() {
        return address;
    }

    /** The only way from state to state. */
    private void enter(State next) {
        if (state == State.IDLE && next != State.IDLE) {
            room.idle().remove(this);
        } else if (state != State.IDLE && next == State.IDLE) {
            room.idle().add(this);
        }
        state = next;
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
        if (state == State.CLOSED) {
            return;
        }
        transport.wantRead(!inputEnded);
        transport.relend();
        handleInput(0);
    }

    @Override
    public void onFailure() {
        onHandlerFailure();
    }

    private void handleInput(int readResult) {
        // A part of a TLS record: the client has not said anything yet.
        boolean nothing = readResult == 0 && transport.input().size() == 0;
        inInput = true;
        if (readResult != Transport.RESET) {
            consume(transport.input());
        }
        inInput = false;
        transport.endInput();
        if (state == State.CLOSED) {
            return;
        }
        if (readResult == Transport.RESET) {
            clientGone();
        } else if (readResult == Transport.EOF || inputEnded) {
            onEndOfInput();
        }
        if (state != State.CLOSED && !(nothing && state == State.IDLE)) {
            armDeadline();
        }
    }

    private void consume(IoBuffer input) {
        int budget = MESSAGES_PER_TURN;
        while (input.size() > 0) {
            switch (state) {
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
                    if (state == State.BUSY && input.head() == before) {
                        return;
                    }
                }
                case LINGER -> {
                    lingeredBytes += input.size();
                    input.consume(input.size());
                    if (lingeredBytes > MAX_LINGER_BYTES) {
                        close();
                    }
                }
                case CLOSED -> {
                    return;
                }
            }
        }
    }

    private void openExchange() {
        enter(State.HEAD);
        fresh = false;
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
        enter(State.BUSY);
        if (!head.persistent()) {
            side.closeAfterResponse();
        }
        current.begin(input);
        return true;
    }

    private void onEndOfInput() {
        inputEnded = true;
        transport.wantRead(false);
        switch (state) {
            case IDLE -> {
                if (!transport.hasKeptInput()) {
                    closeOrLinger(false);
                }
            }
            case LINGER -> {
                if (transport.backlog() == 0) {
                    close();
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
        int backlog = transport.flush();
        if (backlog < 0) {
            clientGone();
            return;
        }
        if (backlog == 0) {
            switch (state) {
                case HEAD, BUSY -> exchange().onDownstreamDrained();
                case IDLE -> {
                    if (side.isLastResponse()) {
                        closeOrLinger(false);
                    } else {
                        room.deferred().add(this);
                    }
                }
                case LINGER -> beginLinger();
                case CLOSED -> {}
            }
        }
        if (state != State.CLOSED) {
            armDeadline();
        }
    }

    // ---- what the exchange asks for

    /** Whether the head of the current exchange has been parsed. */
    boolean isHeadComplete() {
        return state == State.BUSY;
    }

    void resumeInput() {
        if (!inInput && (!transport.wantsRead() || transport.hasKeptInput())) {
            room.deferred().add(this);
        }
    }

    void exchangeOver(Verdict verdict) {
        exchange = null;
        switch (verdict) {
            case RECYCLE -> recycle();
            case DRAIN -> closeOrLinger(true);
            case CLOSE -> close();
            case ABORT -> reset();
            case CONTINUE, RETRY, REPLY ->
                    throw new IllegalStateException("not an end: " + verdict);
        }
    }

    private void recycle() {
        enter(State.IDLE);
        if (side.isLastResponse()) {
            closeOrLinger(transport.hasKeptInput() || (inInput && transport.input().size() > 0));
            return;
        }
        if (!inInput) {
            if (transport.hasKeptInput() || inputEnded || !transport.wantsRead()) {
                room.deferred().add(this);
            }
            armDeadline();
        }
    }

    // ---- ends

    /**
     * Ends the connection as soon as everything is sent.
     *
     * @param unread whether input may be on its way that a plain close would answer with a reset,
     *     which could cost the client its answer
     */
    private void closeOrLinger(boolean unread) {
        if (transport.backlog() == 0 && (inputEnded || !unread)) {
            close();
            return;
        }
        enter(State.LINGER);
        if (transport.backlog() == 0) {
            beginLinger();
        }
        armDeadline();
    }

    private void beginLinger() {
        transport.shutdownOutput();
        if (inputEnded) {
            close();
            return;
        }
        transport.wantRead(true);
        if (!inInput && transport.hasKeptInput()) {
            room.deferred().add(this);
        }
        deadline.none();
        deadline.total(room.lingerNs());
    }

    private void clientGone() {
        Exchange current = exchange;
        if (current == null) {
            close();
        } else {
            current.onDownstreamFault(Fault.CLIENT_GONE);
        }
    }

    /** Whether it was accepted after this time, and nothing has been asked yet. */
    boolean isNew(long sinceNs) {
        return fresh && acceptedNs - sinceNs > 0;
    }

    void drain() {
        side.closeAfterResponse();
        if (state == State.IDLE) {
            closeIdle();
        }
    }

    /**
     * Closes, unless the client still has to take or get an answer: then it counts as idle from now
     * on only.
     */
    void closeIdle() {
        if (transport.backlog() == 0 && !transport.hasKeptInput()) {
            close();
        } else {
            room.idle().remove(this);
            room.idle().add(this);
        }
    }

    private void close() {
        if (end()) {
            transport.close();
        }
    }

    private void reset() {
        if (end()) {
            transport.reset();
        }
    }

    private boolean end() {
        if (state == State.CLOSED) {
            return false;
        }
        enter(State.CLOSED);
        deadline.remove();
        room.closed(this);
        return true;
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
        reset();
    }

    Exchange exchange() {
        Exchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("no exchange in state " + state);
        }
        return current;
    }

    // ---- time

    /** Arms what counts now. */
    void armDeadline() {
        if (transport.backlog() > 0) {
            deadline.gap(room.writeStallNs());
            return;
        }
        switch (state) {
            case IDLE -> deadline.gap(fresh ? room.requestHeadNs() : room.idleNs());
            case HEAD -> deadline.total(room.requestHeadNs());
            case BUSY -> {
                if (!side.isTunnel() && !exchange().requestDone() && transport.wantsRead()) {
                    deadline.gap(room.requestBodyGapNs());
                } else {
                    deadline.none();
                }
            }
            case LINGER -> deadline.total(room.lingerNs());
            case CLOSED -> {}
        }
    }

    @Override
    public void onDeadline(Timer expired) {
        switch (state) {
            case IDLE, LINGER -> {
                if (transport.backlog() > 0) {
                    reset();
                } else {
                    close();
                }
            }
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
