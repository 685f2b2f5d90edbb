package io.tailrace.deploy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The process's log: standard error, one {@link LogLine} per record.
 *
 * <p>Writes each record at once and as a whole, so that none is lost when the process is halted.
 *
 * <p>Thread: any.
 */
final class StderrSink extends Handler {
    // Never closed: the descriptor is the process's.
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

    private StderrSink() {
        setFormatter(new LogLine());
        setFilter(StderrSink::isWanted);
    }

    /** Makes standard error the only sink. Once, before anything logs. */
    static void install() {
        // By name: the class itself would bring the JDK's log manager up before this is set.
        System.setProperty("java.util.logging.manager", "io.tailrace.deploy.StderrLog");
        Logger root = Logger.getLogger("");
        root.addHandler(new StderrSink());
    }

    /** What is less than this is not worth a line from here on. */
    static void threshold(Level level) {
        Logger.getLogger("").setLevel(level);
    }

    /** What fabric8 warns of, control says itself, in words that name the object and the remedy. */
    private static boolean isWanted(LogRecord record) {
        String logger = record.getLoggerName();
        return logger == null
                || !logger.startsWith("io.fabric8.")
                || record.getLevel().intValue() >= Level.SEVERE.intValue();
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            byte[] line = getFormatter().format(record).getBytes(StandardCharsets.UTF_8);
            try {
                out.write(line);
            } catch (IOException e) {
                reportError(null, e, ErrorManager.WRITE_FAILURE);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
