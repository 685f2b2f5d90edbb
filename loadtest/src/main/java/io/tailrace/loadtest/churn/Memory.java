package io.tailrace.loadtest.churn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Resident memory of a process over the run, as Linux counts it.
 *
 * <p>Thread: main.
 */
final class Memory {
    private static final double KIB_PER_MIB = 1024;

    private final OptionalLong pid;
    private long firstKib;
    private long warmKib;
    private long mostKib;
    private long lastKib;

    Memory(OptionalLong pid) {
        this.pid = pid;
    }

    /** Looks now. */
    void look() throws IOException {
        if (pid.isEmpty()) {
            return;
        }
        Path status = Path.of("/proc", Long.toString(pid.getAsLong()), "status");
        if (!Files.exists(status)) {
            throw new IOException("--pid %d: no such process".formatted(pid.getAsLong()));
        }
        lastKib =
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
        firstKib = firstKib == 0 ? lastKib : firstKib;
        mostKib = Math.max(mostKib, lastKib);
    }

    /** Looks when the process has warmed up: what it keeps from then on is growth. */
    void lookWarm() throws IOException {
        look();
        warmKib = lastKib;
    }

    /** What it was at the last look, in words. */
    String now() {
        return pid.isEmpty() ? "" : String.format(Locale.ROOT, ", %.1f MiB", lastKib / KIB_PER_MIB);
    }

    /** In words. */
    String text() {
        if (pid.isEmpty()) {
            return "not watched (--pid)";
        }
        return String.format(
                Locale.ROOT,
                "resident: %.1f MiB before the changes, %.1f after a tenth of them, %.1f at most,"
                        + " %.1f at the end",
                firstKib / KIB_PER_MIB,
                warmKib / KIB_PER_MIB,
                mostKib / KIB_PER_MIB,
                lastKib / KIB_PER_MIB);
    }
}
