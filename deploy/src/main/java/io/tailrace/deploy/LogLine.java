package io.tailrace.deploy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log record as one line: time (UTC), level, room, message. Control characters are escaped, as
 * names in manifests and bytes of requests end up in messages; a stack trace goes on the same line.
 *
 * <p>Thread: any (immutable).
 */
final class LogLine extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String OURS = "io.tailrace.";
    private static final int FRAMES = 12;

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(Instant.ofEpochMilli(record.getMillis())));
        line.append(' ').append(level(record.getLevel())).append(' ');
        line.append(room(record.getLoggerName())).append(": ");
        int from = line.length();
        line.append(formatMessage(record));
        append(line, record.getThrown());
        escape(line, from);
        return line.append('\n').toString();
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    /** {@code control} of {@code io.tailrace.control.files.ManifestFiles}; others by full name. */
    private static String room(@Nullable String logger) {
        if (logger == null) {
            return "-";
        }
        if (!logger.startsWith(OURS)) {
            return logger;
        }
        int end = logger.indexOf('.', OURS.length());
        return logger.substring(OURS.length(), end < 0 ? logger.length() : end);
    }

    private static void append(StringBuilder line, @Nullable Throwable thrown) {
        String lead = ": ";
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            line.append(lead).append(t);
            lead = "; caused by ";
            StackTraceElement[] frames = t.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                line.append(i == 0 ? " at " : " < ").append(frames[i]);
            }
        }
    }

    private static void escape(StringBuilder line, int from) {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                String escaped = String.format("\\u%04x", (int) c);
                line.replace(i, i + 1, escaped);
                i += escaped.length() - 1;
            }
        }
    }
}
