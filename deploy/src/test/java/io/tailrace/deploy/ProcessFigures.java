package io.tailrace.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux counts of a process. */
final class ProcessFigures {
    /** The kernel's tick for user space, on every architecture there is. */
    private static final long TICK_MS = 10;

    private final Path directory;

    ProcessFigures(long pid) {
        this.directory = Path.of("/proc", Long.toString(pid));
    }

    /** Most memory that it ever had resident. */
    long peakRssBytes() {
        return statusKib("VmHWM:") << 10;
    }

    long rssBytes() {
        return statusKib("VmRSS:") << 10;
    }

    /** CPU time of all of its threads. */
    long cpuMs() {
        String stat = lines("stat").getFirst();
        // Behind the name, which may hold anything: utime and stime are the 12th and 13th.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS;
    }

    long openDescriptors() {
        try (Stream<Path> open = Files.list(directory.resolve("fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long statusKib(String name) {
        return lines("status").stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
