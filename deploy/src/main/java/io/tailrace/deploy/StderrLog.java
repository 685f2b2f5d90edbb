package io.tailrace.deploy;

import java.util.logging.LogManager;

/**
 * The JDK's log manager without its two habits: it reads no logging configuration, and it goes on
 * working while the process shuts down.
 *
 * <p>Thread: any.
 */
public final class StderrLog extends LogManager {
    /** For the JDK, which makes the log manager when the first logger is asked for. */
    public StderrLog() {}

    @Override
    public void readConfiguration() {
        // None: the command line says all that can be set.
    }

    @Override
    public void reset() {
        // Called by the JDK's own shutdown hook, beside which the drain still logs.
    }
}
