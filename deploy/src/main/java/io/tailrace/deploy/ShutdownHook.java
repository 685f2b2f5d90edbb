package io.tailrace.deploy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * The orderly end on SIGTERM and SIGINT: finish what is in flight, then end with status 0.
 *
 * <p>Thread: the JVM's shutdown thread.
 */
final class ShutdownHook {
    private static final Logger LOG = System.getLogger(ShutdownHook.class.getName());

    private ShutdownHook() {}

    /**
     * From here on only a signal may end the process: {@link System#exit} would end it with 0.
     *
     * @param drain how long exchanges in flight are waited for, at most
     * @param last what else must not outlive the process; sockets and threads end with it
     */
    static void install(RunningProxy proxy, Duration drain, AutoCloseable last) {
        Runnable end =
                () -> {
                    try {
                        drain(proxy, drain);
                        last.close();
                    } catch (Exception e) {
                        LOG.log(Level.WARNING, "something was left behind", e);
                    } finally {
                        // Without it the status would be 128 and the signal's number.
                        Runtime.getRuntime().halt(0);
                    }
                };
        Runtime.getRuntime().addShutdownHook(new Thread(end, "tailrace-shutdown"));
    }

    private static void drain(RunningProxy proxy, Duration limit) {
        LOG.log(Level.INFO, "draining: no new connections, at most {0} s", limit.toSeconds());
        long beganNs = System.nanoTime();
        boolean drained;
        try {
            drained = proxy.drain(limit);
        } catch (InterruptedException e) {
            drained = false;
        }
        // As text: numbers would be formatted, with thousands set apart.
        String took = Long.toString((System.nanoTime() - beganNs) / 1_000_000);
        if (drained) {
            LOG.log(Level.INFO, "drained in {0} ms", took);
        } else {
            LOG.log(Level.WARNING, "exchanges still in flight after {0} ms are cut", took);
        }
    }
}
