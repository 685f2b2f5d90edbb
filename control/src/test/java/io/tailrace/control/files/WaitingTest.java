package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wakes the control thread, and when it looks without that. */
final class WaitingTest extends ManifestFilesRig {
    WaitingTest(@TempDir Path directory) {
        super(directory);
    }

    /** More than an event needs; nothing here waits that long unless it fails. */
    private static final long LONGEST_NS = 500 * MS;

    @Test
    void shouldWakeAtAnEventAndSettleWithoutAnother() throws Exception {
        write("a.yaml", services("one=1"));
        load(directory);
        write("a.yaml", services("one=2"));

        awaitModel("one=2");
    }

    @Test
    void shouldWakeWhenALinkOnTheWayIsSwapped() throws Exception {
        for (String version : List.of("1", "2")) {
            Path target = Files.createDirectory(directory.resolve("v" + version));
            Files.writeString(target.resolve("a.yaml"), services("one=" + version));
        }
        Path link = Files.createSymbolicLink(directory.resolve("current"), Path.of("v1"));
        load(link);
        Path swap = Files.createSymbolicLink(directory.resolve("next"), Path.of("v2"));
        Files.move(swap, link, StandardCopyOption.ATOMIC_MOVE);

        awaitModel("one=2");
        // And the new directory is watched in turn.
        Files.writeString(directory.resolve("v2/a.yaml"), services("one=3"));
        awaitModel("one=3");
    }

    @Test
    void shouldWakeWhenADirectoryIsReplaced() throws Exception {
        Path sub = Files.createDirectory(directory.resolve("sub"));
        Files.writeString(sub.resolve("a.yaml"), services("one=1"));
        Path next = Files.createDirectory(directory.resolve("next"));
        Files.writeString(next.resolve("a.yaml"), services("one=2"));
        load(sub);
        Files.move(sub, directory.resolve("old"));
        Files.move(next, sub);

        awaitModel("one=2");
        Files.writeString(sub.resolve("a.yaml"), services("one=3"));
        awaitModel("one=3");
    }

    @Test
    void shouldWakeAtOnceWhenClosed() throws Exception {
        write("a.yaml", services("one=1"));
        load(directory);
        Thread closer = Thread.ofPlatform().start(() -> closeQuietly(files()));

        while (!files().isClosed()) {
            files().await(nowNs, LONGEST_NS);
        }
        files().await(nowNs, LONGEST_NS);
        closer.join();
    }

    /**
     * As the control loop does, but the clock moves by one settling time a turn, so that it does
     * not come to the poll: what is found, an event has brought.
     */
    private void awaitModel(String... expected) throws Exception {
        long pollNs = nowNs + POLL_MS * MS;
        while (!model(model).equals(List.of(expected))) {
            assertTrue(nowNs < pollNs, () -> "still " + model(model));
            files().await(nowNs, LONGEST_NS);
            files().collect(nowNs, model);
            nowNs += SETTLE_MS * MS;
            files().collect(nowNs, model);
        }
    }

    private static void closeQuietly(ManifestFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
