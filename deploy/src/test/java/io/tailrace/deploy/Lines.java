package io.tailrace.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a stream, read as they come by a thread of its own. */
final class Lines {
    private final List<String> lines = new ArrayList<>();

    private Lines() {}

    static Lines of(InputStream in) {
        Lines lines = new Lines();
        Thread.ofPlatform().daemon().name("lines").start(() -> lines.readAll(in));
        return lines;
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    synchronized Optional<String> starting(String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst();
    }

    synchronized Optional<String> containing(String text) {
        return lines.stream().filter(line -> line.contains(text)).findFirst();
    }

    private synchronized void add(String line) {
        lines.add(line);
    }

    private void readAll(InputStream in) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(unreadable: " + e + ")");
        }
    }
}
