package io.tailrace.core.downstream;

import io.tailrace.core.transport.Transport;

/**
 * How far a client's connection has come between its accept and its end: its state, its deadline,
 * and the ways in which it ends.
 *
 * <p>Thread: core.
 */
final class Lifetime {
    private static final int MAX_LINGER_BYTES = 1 << 20;

    /** Between which it moves. */
    enum State {
        /** Between exchanges: there is none. */
        IDLE,
        /** Some bytes of a head are here: the exchange is open, not begun. */
        HEAD,
        /** The exchange is begun. */
        BUSY,
        /**
         * Nothing more is answered: what is sent leaves, input is discarded. There is no exchange.
         */
        LINGER,
        CLOSED
    }

    private final DownstreamConnections room;
    private final DownstreamConnection connection;
    private final Transport transport;
    private final Deadline deadline;
    private final long acceptedNs;
    private State state = State.IDLE;

    /** The client has finished sending. */
    private boolean inputEnded;

    /** Input is being worked on further up the stack: whatever becomes possible is done there. */
    private boolean inInput;

    /** No request has begun yet. */
    private boolean fresh = true;

    private int lingeredBytes;

    /** The deadline is that of a client that takes nothing. */
    private boolean stalling;

    Lifetime(DownstreamConnections room, DownstreamConnection connection, Transport transport) {
        this.room = room;
        this.connection = connection;
        this.transport = transport;
        this.deadline = new Deadline(room, connection);
        this.acceptedNs = room.nowNs();
    }

    void begin() {
        room.idle().add(connection);
        arm(false);
    }

    State state() {
        return state;
    }

    /** The only way from state to state. */
    void enter(State next) {
        if (state == State.IDLE && next != State.IDLE) {
            room.idle().remove(connection);
            fresh = false;
        } else if (state != State.IDLE && next == State.IDLE) {
            room.idle().add(connection);
        }
        state = next;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    void endInput() {
        inputEnded = true;
        transport.wantRead(false);
    }

    boolean inInput() {
        return inInput;
    }

    void inInput(boolean now) {
        inInput = now;
    }

    /** Whether it was accepted after this time, and nothing has been asked yet. */
    boolean isNew(long sinceNs) {
        return fresh && acceptedNs - sinceNs > 0;
    }

    // ---- ends

    /**
     * Ends the connection as soon as everything is sent.
     *
     * @param unread whether input may be on its way that a plain close would answer with a reset,
     *     which could cost the client its answer
     */
    void closeOrLinger(boolean unread) {
        if (transport.backlog() == 0 && (inputEnded || !unread)) {
            close();
            return;
        }
        enter(State.LINGER);
        if (transport.backlog() == 0) {
            beginLinger();
        }
        arm(false);
    }

    /** Everything is sent. */
    void beginLinger() {
        transport.shutdownOutput();
        if (inputEnded) {
            close();
            return;
        }
        transport.wantRead(true);
        if (!inInput && transport.hasKeptInput()) {
            room.deferred().add(connection);
        }
        deadline.none();
        deadline.total(room.lingerNs());
    }

    /** Input was discarded. */
    void lingered(int bytes) {
        lingeredBytes += bytes;
        if (lingeredBytes > MAX_LINGER_BYTES) {
            close();
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
            room.idle().remove(connection);
            room.idle().add(connection);
        }
    }

    void close() {
        if (end()) {
            transport.close();
        }
    }

    void reset() {
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
        connection.leaveLine();
        room.closed(connection);
        return true;
    }

    // ---- time

    /**
     * Arms what counts now.
     *
     * @param forBody whether the client owes more of a body
     */
    void arm(boolean forBody) {
        if (transport.backlog() > 0) {
            // Whatever the client sends meanwhile does not move it.
            if (!stalling) {
                stalling = true;
                deadline.gap(room.writeStallNs());
            }
            return;
        }
        stalling = false;
        switch (state) {
            case IDLE -> {
                if (fresh) {
                    deadline.total(room.requestHeadNs());
                } else {
                    deadline.gap(room.idleNs());
                }
            }
            case HEAD -> deadline.total(room.requestHeadNs());
            case BUSY -> {
                if (forBody) {
                    deadline.gap(room.requestBodyGapNs());
                } else {
                    deadline.none();
                }
            }
            case LINGER -> deadline.total(room.lingerNs());
            case CLOSED -> {}
        }
    }

    /** The client has taken some of the backlog. */
    void flushed() {
        stalling = false;
    }

    /** The deadline of a connection without an exchange has passed. */
    void expire() {
        if (transport.backlog() > 0) {
            reset();
        } else {
            close();
        }
    }
}
