package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LogLineTest {
    private final LogLine format = new LogLine();

    @Test
    void shouldShowTimeLevelRoomAndMessageWhenOursLogs() {
        LogRecord record = record(Level.WARNING, "no {0} left");
        record.setParameters(new Object[] {"pod"});
        assertEquals(
                "2026-01-02T03:04:05.006Z WARN  control: no pod left\n", format.format(record));
    }

    @Test
    void shouldShowTheFullNameWhenALibraryLogs() {
        LogRecord record = record(Level.SEVERE, "oops");
        record.setLoggerName("org.example.Thing");
        assertTrue(format.format(record).endsWith(" ERROR org.example.Thing: oops\n"));
    }

    @Test
    void shouldStayOneLineWhenTheMessageHasLineBreaks() {
        String line = format.format(record(Level.INFO, "a\r\nb\u2028c\u0085d\u001b[31m"));
        assertTrue(line.endsWith("control: a\\u000d\\u000ab\\u2028c\\u0085d\\u001b[31m\n"), line);
    }

    @Test
    void shouldAppendTheStackOnTheSameLineWhenSomethingWasThrown() {
        LogRecord record = record(Level.SEVERE, "failed");
        record.setThrown(
                new IllegalStateException("outer", new IllegalArgumentException("in\nner")));
        String line = format.format(record);
        assertEquals(1, line.lines().count());
        assertTrue(line.contains("failed: java.lang.IllegalStateException: outer at "), line);
        assertTrue(line.contains(LogLineTest.class.getName() + "."), line);
        assertTrue(
                line.contains("; caused by java.lang.IllegalArgumentException: in\\u000aner at "),
                line);
    }

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("io.tailrace.control.files.ManifestFiles");
        record.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        return record;
    }
}
