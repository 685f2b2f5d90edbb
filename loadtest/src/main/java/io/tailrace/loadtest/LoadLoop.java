package io.tailrace.loadtest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of a run: sends each request when its {@link Schedule} says, whatever has
 * become of the earlier ones. Requests that are due while no connection is idle form a queue that
 * needs no memory: all from {@link #next} on, in the order of the schedule.
 *
 * <p>A latency is counted from the intended time until the last byte has been read. Times are exact
 * to the few microseconds of a turn: the loop sleeps in its select, which wakes up to 0.1 ms late,
 * only until 1.1 ms before the next request is due; from then on it polls while answers are
 * awaited, and parks while none is. Above some 900 requests a second it may use a whole CPU.
 *
 * <p>Thread: load loop, but for {@link #takeLatencies}; opened, run and closed by one thread at a
 * time.
 */
final class LoadLoop implements AutoCloseable {
    private static final long MILLISECOND_NS = 1_000_000L;

    /** How late a sleeping thread may wake up: timer slack and the scheduler. */
    private static final long WAKE_NS = 100_000L;

    /** Answers are looked for after so many requests, however many are due. */
    private static final int MAX_SENDS = 64;

    /** How long bytes behind the last responses are waited for. */
    private static final long LINGER_NS = 200_000_000L;

    private static final int SCRATCH_BYTES = 64 * 1024;

    private final LoadPlan plan;
    private final InetSocketAddress address;
    private final int number;
    private final Selector selector;
    private final LoadPool pool;
    private final Tally tally = new Tally();
    private final Consumer<SelectionKey> onReady = this::ready;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final SingleWriterRecorder latenciesNs =
            new SingleWriterRecorder(2 * LoadPlan.MAX_TIMEOUT_NS, 3);
    private Schedule schedule;

    /** Requests of the schedule; 0 until the run starts. */
    private long size;

    /** The first request of the share that has neither left nor been given up. */
    private long next;

    /** All requests below this one were due once while no connection was idle. */
    private long waited;

    /**
     * @param number of this loop, 0 to {@code plan.threads() - 1}
     */
    LoadLoop(LoadPlan plan, InetSocketAddress address, int number) throws IOException {
        this.plan = plan;
        this.address = address;
        this.number = number;
        selector = Selector.open();
        pool =
                new LoadPool(
                        plan.connectionsOf(number),
                        plan.request(),
                        address,
                        selector,
                        plan.timeoutNs(),
                        tally);
        schedule = plan.scheduleOf(number, System.nanoTime());
    }

    /**
     * Opens all connections.
     *
     * @throws IOException when one cannot be opened: it would not be the run that was asked for
     */
    void open() throws IOException {
        while (!pool.isTried()) {
            turn();
            Tally.FaultCount failed = tally.faults().get(Fault.CONNECT);
            if (failed != null) {
                throw new ConnectException(
                        "cannot connect to %s:%d: %s (%d of %d connections were open)"
                                .formatted(
                                        plan.target().host(),
                                        address.getPort(),
                                        failed.first(),
                                        pool.idleCount(),
                                        plan.connectionsOf(number)));
            }
        }
    }

    /**
     * Sends what is scheduled and returns when every request is answered or given up, which is one
     * time-out after the schedule's end at the latest, and nothing has followed the last answers.
     */
    Tally run(long startNs) throws IOException {
        schedule = plan.scheduleOf(number, startNs);
        size = schedule.size();
        while (next < size || pool.hasBusy()) {
            turn();
        }
        linger();
        return tally;
    }

    /**
     * The latencies of right responses since the last call, in nanoseconds. Thread: any, one at a
     * time, while the loop runs.
     *
     * @param recycle what an earlier call has returned, or null
     */
    Histogram takeLatencies(@Nullable Histogram recycle) {
        return latenciesNs.getIntervalHistogram(recycle);
    }

    @Override
    public void close() throws IOException {
        pool.close();
        selector.close();
    }

    private void turn() throws IOException {
        awaitSomething();
        sendDue();
        giveUpOverdue();
        pool.tend(System.nanoTime());
    }

    private void linger() throws IOException {
        long endNs = System.nanoTime() + LINGER_NS;
        long leftNs;
        while ((leftNs = endNs - System.nanoTime()) > 0) {
            selector.select(onReady, Math.ceilDiv(leftNs, MILLISECOND_NS));
        }
    }

    private void awaitSomething() throws IOException {
        long nowNs = System.nanoTime();
        long untilSendNs = untilSendNs(nowNs);
        long untilDeadlineNs = pool.deadlineNs(nowNs) - nowNs;
        if (untilDeadlineNs <= 0) {
            selector.selectNow(onReady);
        } else if (untilSendNs >= MILLISECOND_NS + WAKE_NS) {
            long sleepMs =
                    Math.min(
                            (untilSendNs - WAKE_NS) / MILLISECOND_NS,
                            Math.ceilDiv(untilDeadlineNs, MILLISECOND_NS));
            selector.select(onReady, sleepMs);
        } else {
            if (untilSendNs > WAKE_NS && !pool.awaitsNetwork()) {
                LockSupport.parkNanos(untilSendNs - WAKE_NS);
            }
            selector.selectNow(onReady);
        }
    }

    /** Time until a request can leave, if that depends on time alone. */
    private long untilSendNs(long nowNs) {
        if (next == size) {
            return Long.MAX_VALUE;
        }
        long untilDueNs = schedule.intendedNs(next) - nowNs;
        // Without an idle connection only the network helps, or the request's time is over.
        return pool.hasIdle() ? untilDueNs : untilDueNs + plan.timeoutNs();
    }

    private void sendDue() {
        for (int sends = 0; next < size && sends < MAX_SENDS; next++) {
            long nowNs = System.nanoTime();
            long intendedNs = schedule.intendedNs(next);
            if (intendedNs - nowNs > 0) {
                return;
            }
            long deadlineNs = intendedNs + plan.timeoutNs();
            if (deadlineNs - nowNs <= 0) {
                if (schedule.counts(next)) {
                    tally.fault(Fault.UNSENT, "waited for the whole --timeout");
                }
                continue;
            }
            LoadConnection connection = pool.takeIdle(deadlineNs);
            if (connection == null) {
                waited = schedule.dueBy(nowNs);
                return;
            }
            send(connection, intendedNs, nowNs);
            sends++;
        }
    }

    private void send(LoadConnection connection, long intendedNs, long nowNs) {
        connection.intendedNs = intendedNs;
        connection.counts = schedule.counts(next);
        if (connection.counts) {
            tally.sent(intendedNs, nowNs, next < waited);
        }
        try {
            connection.send();
        } catch (IOException e) {
            broken(connection, e.getMessage());
        }
    }

    private void giveUpOverdue() {
        long nowNs = System.nanoTime();
        LoadConnection connection;
        while ((connection = pool.overdue(nowNs)) != null) {
            String state =
                    connection.reader().started() ? "the response had begun" : "no response byte";
            failed(connection, Fault.TIMEOUT, state, nowNs);
        }
    }

    private void ready(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        if (key.isConnectable()) {
            pool.finishOpening(connection, System.nanoTime());
            return;
        }
        try {
            if (key.isWritable()) {
                connection.write();
            }
            if (key.isReadable()) {
                read(connection);
            }
        } catch (IOException e) {
            broken(connection, e.getMessage());
        }
    }

    private void read(LoadConnection connection) throws IOException {
        scratch.clear();
        int n = connection.read(scratch);
        long nowNs = System.nanoTime();
        scratch.flip();
        if (!pool.isBusy(connection)) {
            readIdle(connection, n, nowNs);
            return;
        }
        ResponseReader reader = connection.reader();
        boolean ended = n < 0;
        switch (ended ? reader.end() : reader.read(scratch)) {
            case MORE -> {}
            case COMPLETE -> answered(connection, ended, nowNs);
            case WRONG -> {
                Fault ending = reader.started() ? Fault.CUT : Fault.CLOSED;
                failed(
                        connection,
                        ended ? ending : Fault.MALFORMED,
                        String.valueOf(reader.fault()),
                        nowNs);
            }
        }
    }

    /** An end is the target's right; bytes are not. */
    private void readIdle(LoadConnection connection, int n, long nowNs) {
        if (n > 0) {
            tally.fault(Fault.EXTRA, "on an idle connection: " + printable(scratch));
        }
        if (n != 0) {
            pool.reopen(connection, nowNs);
        }
    }

    private void answered(LoadConnection connection, boolean ended, long nowNs) {
        ResponseReader reader = connection.reader();
        if (scratch.hasRemaining()) {
            failed(connection, Fault.EXTRA, "behind a response: " + printable(scratch), nowNs);
            return;
        }
        if (connection.counts) {
            judge(reader, nowNs - connection.intendedNs);
        }
        boolean reusable =
                !ended
                        && reader.keepsConnection()
                        && connection.requestIsSent()
                        && !plan.request().closes();
        if (reusable) {
            pool.release(connection);
        } else {
            pool.reopen(connection, nowNs);
        }
    }

    /** A response that is complete and well-formed may still be another than the expected one. */
    private void judge(ResponseReader reader, long latencyNs) {
        if (reader.status() != plan.expectStatus()) {
            tally.fault(Fault.STATUS, "status " + reader.status());
        } else if (reader.bodyBytes() != plan.expectBytes().orElse(reader.bodyBytes())) {
            tally.fault(Fault.LENGTH, "a body of " + reader.bodyBytes() + " bytes");
        } else {
            tally.right(reader.bodyBytes());
            latenciesNs.recordValue(Math.clamp(latencyNs, 0, 2 * LoadPlan.MAX_TIMEOUT_NS));
        }
    }

    private void broken(LoadConnection connection, @Nullable String why) {
        long nowNs = System.nanoTime();
        if (pool.isBusy(connection)) {
            Fault fault = connection.reader().started() ? Fault.CUT : Fault.CLOSED;
            failed(connection, fault, String.valueOf(why), nowNs);
        } else {
            pool.reopen(connection, nowNs);
        }
    }

    private void failed(LoadConnection connection, Fault fault, String detail, long nowNs) {
        if (connection.counts) {
            tally.fault(fault, detail);
        }
        pool.reopen(connection, nowNs);
    }

    private static String printable(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; bytes.hasRemaining() && i < 24; i++) {
            char c = (char) (bytes.get() & 0xff);
            text.append(c >= ' ' && c < 0x7f ? c : '.');
        }
        return text.append(bytes.hasRemaining() ? "...\"" : "\"").toString();
    }
}
