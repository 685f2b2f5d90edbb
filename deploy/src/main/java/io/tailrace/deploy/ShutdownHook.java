package io.tailrace.deploy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The orderly end on SIGTERM and SIGINT: finish what is in flight, then end with status 0.
 *
 * <p>Thread: the main thread; the JVM's shutdown thread runs it. What serves crosses between them
 * once, by a volatile store.
 */
final class ShutdownHook {
    private static final Logger LOG = System.getLogger(ShutdownHook.class.getName());

    private final Duration limit;
    private final Thread thread = new Thread(this::end, "tailrace-shutdown");
    private volatile @Nullable Serving serving;

    /** What is to be ended: the proxy, then what else must not outlive the process. */
    private record Serving(RunningProxy proxy, AutoCloseable last) {}

    private ShutdownHook(Duration limit) {
        this.limit = limit;
    }

    /**
     * From here on {@link System#exit} ends the process with 0, as a signal does.
     *
     * @param limit how long exchanges in flight are waited for, at most
     */
    static ShutdownHook install(Duration limit) {
        ShutdownHook hook = new ShutdownHook(limit);
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /**
     * There is something to drain.
     *
     * @param last what else must not outlive the process; sockets and threads end with it
     */
    void serve(RunningProxy proxy, AutoCloseable last) {
        serving = new Serving(proxy, last);
    }

    /** The process ends by itself, with a status of its own. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // A signal was faster, and its end counts.
        }
    }

    private void end() {
        try {
            Serving what = serving;
            if (what != null) {
                drain(what.proxy());
                what.last().close();
            }
        } catch (Exception e) {
            LOG.log(Level.WARNING, "something was left behind", e);
        } finally {
            // Without it the status would be 128 and the signal's number.
            Runtime.getRuntime().halt(0);
        }
    }

    private void drain(RunningProxy proxy) throws InterruptedException {
        LOG.log(Level.INFO, "draining: no new connections, at most {0} s", limit.toSeconds());
        long beganNs = System.nanoTime();
        boolean drained = proxy.drain(limit);
        // As text: numbers would be formatted, with thousands set apart.
        String took = Long.toString((System.nanoTime() - beganNs) / 1_000_000);
        if (drained) {
            LOG.log(Level.INFO, "drained in {0} ms", took);
        } else {
            LOG.log(Level.WARNING, "exchanges still in flight after {0} ms are cut", took);
        }
    }
}
