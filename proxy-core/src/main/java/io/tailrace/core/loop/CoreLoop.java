package io.tailrace.core.loop;

import io.tailrace.core.handoff.AcceptedSocket;
import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.Mailbox;
import io.tailrace.core.handoff.SnapshotCell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * The turn of a core. A handler that throws an exception costs its own connection; an error leaves
 * {@link #doWork} and ends the process, since a dead core's listening socket would go on swallowing
 * connections.
 *
 * <p>Thread: core; {@link #doorbell} and the mailbox are the ways in from elsewhere.
 */
public final class CoreLoop {
    private static final Logger LOG = System.getLogger(CoreLoop.class.getName());
    private static final int DEFERRED_PER_TURN = 64;
    private static final int COMMANDS_PER_TURN = 8;
    private static final int SOCKETS_PER_TURN = 64;
    private static final long NS_PER_MS = 1_000_000;

    private final int core;
    private final Selector selector;
    private final Clock clock;
    private final CoreStats stats;
    private final Doorbell doorbell;
    private final Mailbox mailbox;
    private final DutyCycle duty;
    private final Deferred deferred = new Deferred();
    private final Timers timers;
    private final StallMeter stallMeter;
    private final Consumer<SelectionKey> onReadyKey = this::onReadyKey;
    private TurnEnd turnEnd = NOTHING_ABOVE;
    private boolean turnBegun;
    private boolean moreAtTurnEnd;
    private boolean stopped;

    /**
     * @param mailbox rings {@code doorbell}, which wakes {@code selector}
     */
    public CoreLoop(
            CoreStats stats,
            Selector selector,
            Clock clock,
            Doorbell doorbell,
            Mailbox mailbox,
            SnapshotCell cell,
            GenerationBoard board) {
        this.core = stats.core();
        this.selector = selector;
        this.clock = clock;
        this.stats = stats;
        this.doorbell = doorbell;
        this.mailbox = mailbox;
        this.duty = new DutyCycle(core, clock, cell, board);
        this.timers = new Timers(duty.nowNs());
        this.stallMeter = new StallMeter(stats);
    }

    /** Called once, while the rooms are wired. */
    public void above(TurnEnd turnEnd) {
        this.turnEnd = turnEnd;
    }

    public int core() {
        return core;
    }

    public Selector selector() {
        return selector;
    }

    public DutyCycle duty() {
        return duty;
    }

    public Deferred deferred() {
        return deferred;
    }

    public Timers timers() {
        return timers;
    }

    public CoreStats stats() {
        return stats;
    }

    /** Turns until told to stop. */
    public void run() {
        while (!stopped) {
            doWork();
        }
    }

    /** Frees what the kernel holds for the loop, after the last turn. */
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "close of selector", e);
        }
    }

    /** One turn. */
    public void doWork() {
        turnBegun = false;
        select();
        beginTurn();
        runDeferred();
        handleCommands();
        takeSockets();
        timers.expire(duty.nowNs(), this);
        moreAtTurnEnd = turnEnd.onTurnEnd();
        stallMeter.turnTook(clock.nanoTime() - duty.nowNs());
    }

    /** Waits for readiness and handles the ready keys; the first of them begins the turn. */
    private void select() {
        try {
            if (!deferred.isEmpty() || moreAtTurnEnd) {
                selector.selectNow(onReadyKey);
                return;
            }
            doorbell.park();
            if (duty.isBehind() || !mailbox.isEmpty()) {
                doorbell.unpark();
                selector.selectNow(onReadyKey);
                return;
            }
            sleep();
            doorbell.unpark();
        } catch (IOException e) {
            throw new UncheckedIOException("core " + core + ": select failed", e);
        }
    }

    private void sleep() throws IOException {
        long untilNextNs = timers.untilNextNs(clock.nanoTime());
        if (untilNextNs == Long.MAX_VALUE) {
            selector.select(onReadyKey);
        } else {
            // Rounded up: a time-out of 0 would block for ever, and an early return would spin.
            selector.select(onReadyKey, untilNextNs / NS_PER_MS + 1);
        }
    }

    private void beginTurn() {
        if (!turnBegun) {
            turnBegun = true;
            if (duty.begin()) {
                turnEnd.onNewSnapshot();
            }
        }
    }

    private void onReadyKey(SelectionKey key) {
        beginTurn();
        Readiness readiness = (Readiness) key.attachment();
        try {
            // A handler before this one may have cancelled the key.
            if (key.isValid()) {
                readiness.onReady(key.readyOps());
            }
        } catch (RuntimeException e) {
            handlerFailed("ready", e);
            readiness.onHandlerFailure();
        }
    }

    private void runDeferred() {
        for (int budget = Math.min(deferred.size(), DEFERRED_PER_TURN); budget > 0; budget--) {
            Deferred.Task task = deferred.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                handlerFailed("deferred", e);
                task.onFailure();
            }
        }
    }

    private void handleCommands() {
        for (int budget = COMMANDS_PER_TURN; budget > 0; budget--) {
            CoreCommand command = mailbox.poll();
            if (command == null) {
                return;
            }
            switch (command) {
                case DRAIN -> turnEnd.onDrain();
                case STOP -> stopped = true;
            }
        }
    }

    /** Those that other cores have handed over. */
    private void takeSockets() {
        for (int budget = SOCKETS_PER_TURN; budget > 0; budget--) {
            AcceptedSocket socket = mailbox.pollSocket();
            if (socket == null) {
                return;
            }
            try {
                turnEnd.onAccepted(socket);
            } catch (RuntimeException e) {
                handlerFailed("accept", e);
                socket.close();
            }
        }
    }

    void handlerFailed(String kind, RuntimeException e) {
        stats.increment(Counter.HANDLER_FAILURES);
        LOG.log(
                Logger.Level.ERROR,
                "core " + core + ": a " + kind + " handler failed; its connection is closed",
                e);
    }

    private static final TurnEnd NOTHING_ABOVE =
            new TurnEnd() {
                @Override
                public void onNewSnapshot() {}

                @Override
                public boolean onTurnEnd() {
                    return false;
                }

                @Override
                public void onAccepted(AcceptedSocket socket) {
                    socket.close();
                }

                @Override
                public void onDrain() {}
            };
}
