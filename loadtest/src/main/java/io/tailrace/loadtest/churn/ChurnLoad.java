package io.tailrace.loadtest.churn;

import io.tailrace.loadtest.ResponseReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The clients: some send requests on connections that are kept, some hold tunnels through which
 * bytes flow.
 *
 * <p>Thread: {@link #start} and {@link #stop} main; each client is a virtual thread.
 */
final class ChurnLoad {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long TUNNEL_PAUSE_NS = 100_000_000L;
    private static final long BACK_OFF_NS = 100_000_000L;

    /** One in so many tunnels is closed now and then and opened anew. */
    private static final int REOPENED = 10;

    private static final int REOPENED_AFTER = 50;

    private final ChurnPlan plan;
    private final InetSocketAddress proxy;
    private final Timeline timeline;
    private final ChurnTally tally;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    ChurnLoad(ChurnPlan plan, InetSocketAddress proxy, Timeline timeline, ChurnTally tally) {
        this.plan = plan;
        this.proxy = proxy;
        this.timeline = timeline;
        this.tally = tally;
    }

    void start() {
        Random seeds = new Random(plan.seed());
        for (int i = 0; i < plan.connections(); i++) {
            int number = i;
            Dice dice = new Dice(seeds.nextLong());
            threads.add(Thread.ofVirtual().start(() -> send(number, dice)));
        }
        for (int i = 0; i < plan.tunnels(); i++) {
            int number = i;
            Dice dice = new Dice(seeds.nextLong());
            threads.add(Thread.ofVirtual().start(() -> tunnel(number, dice)));
        }
    }

    /** Every client finishes what it has begun. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    // ---- requests

    private void send(int number, Dice dice) {
        long periodNs = SECOND_NS * plan.connections() / plan.rate();
        // Spread over the period from the start on.
        long dueNs = System.nanoTime() + periodNs * number / plan.connections();
        ChurnConnection connection = null;
        for (long n = 0; !stopped; n++) {
            LockSupport.parkNanos(dueNs - System.nanoTime());
            connection = request(connection, dice.host(), dice.path(), number + "-" + n);
            dueNs = Math.max(dueNs + periodNs, System.nanoTime());
        }
        close(connection);
    }

    /** Returns the connection for the next request, null when there is none any more. */
    private @Nullable ChurnConnection request(
            @Nullable ChurnConnection kept, String host, String path, String id) {
        long known = timeline.known();
        String what = host + path + " (" + id + ")";
        ChurnConnection connection = kept;
        try {
            if (connection == null) {
                connection = new ChurnConnection(proxy, plan.timeoutMs());
            }
            long sentNs = System.nanoTime();
            ResponseReader answer = connection.ask(host, path + "?" + id);
            long written = timeline.written();
            tally.latency(System.nanoTime() - sentNs);
            judge(answer.status(), answer.body(), host, path, id, known, written);
            if (connection.hasExtra()) {
                tally.violation(Violation.MIXED_UP, what + ": more bytes than its answer");
            } else if (!answer.keepsConnection()) {
                tally.violation(Violation.CLOSED, what + ": its answer ends the connection");
            } else {
                return connection;
            }
        } catch (ChurnConnection.ClosedByProxyException e) {
            tally.violation(Violation.CLOSED, what + ": " + e.getMessage());
        } catch (IOException e) {
            tally.violation(Violation.FAILED, what + ": " + e.getMessage());
        }
        close(connection);
        LockSupport.parkNanos(BACK_OFF_NS);
        return null;
    }

    /** Judges a complete answer. Returns whether a pod gave it, and the right one. */
    private boolean judge(
            int status,
            String line,
            String host,
            String path,
            String id,
            long known,
            long written) {
        String what = host + path + " (" + id + ")";
        String pod = "";
        if (status != 404) {
            String[] parts = line.strip().split(" ", -1);
            if ((status != 200 && status != 101) || parts.length != 3) {
                tally.violation(Violation.FAILED, what + ": status " + status);
                return false;
            }
            if (!parts[1].equals(host) || !parts[2].equals(path + "?" + id)) {
                tally.violation(Violation.MIXED_UP, what + ": answered as " + line.strip());
                return false;
            }
            pod = parts[0];
        }
        Timeline.Fit fit = timeline.judge(host, path, known, written, pod);
        if (fit == Timeline.Fit.NONE) {
            tally.violation(
                    Violation.WRONG_POD,
                    "%s went to %s; by the versions %d to %d it may go to %s"
                            .formatted(
                                    what,
                                    pod.isEmpty() ? "no pod" : pod,
                                    known,
                                    written,
                                    timeline.at(written).podsFor(host, path)));
            return false;
        }
        tally.right(pod, fit);
        return !pod.isEmpty();
    }

    // ---- tunnels

    private void tunnel(int number, Dice dice) {
        for (long n = 0; !stopped; n++) {
            String id = "t" + number + "-" + n;
            try (ChurnConnection connection = new ChurnConnection(proxy, plan.timeoutMs())) {
                if (!open(connection, dice.host(), dice.path(), id)) {
                    LockSupport.parkNanos(BACK_OFF_NS);
                    continue;
                }
                flow(connection, id, number % REOPENED == 0 ? REOPENED_AFTER : Integer.MAX_VALUE);
            } catch (IOException e) {
                tally.violation(Violation.TUNNEL, id + ": " + e.getMessage());
                LockSupport.parkNanos(BACK_OFF_NS);
            }
        }
    }

    /** Returns whether the tunnel is open; where no rule is, it cannot be. */
    private boolean open(ChurnConnection connection, String host, String path, String id)
            throws IOException {
        long known = timeline.known();
        int status = connection.askForTunnel(host, path + "?" + id).status();
        String line = status == 101 ? connection.readLine() : "";
        boolean open = judge(status, line, host, path, id, known, timeline.written());
        if (open) {
            tally.tunnelsOpened.increment();
        }
        return open;
    }

    private void flow(ChurnConnection connection, String id, int messages) throws IOException {
        for (int n = 0; n < messages && !stopped; n++) {
            String message = id + " message " + n + " " + "x".repeat(n % 64);
            connection.send(message + "\n");
            String echo = connection.readLine();
            if (!echo.equals(message)) {
                tally.violation(Violation.MIXED_UP, id + ": '" + message + "' came as " + echo);
                return;
            }
            tally.tunnelBytes.add(2L * (message.length() + 1));
            LockSupport.parkNanos(TUNNEL_PAUSE_NS);
        }
    }

    private static void close(@Nullable ChurnConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // Nothing can be lost: the last answer has been judged.
            }
        }
    }
}
