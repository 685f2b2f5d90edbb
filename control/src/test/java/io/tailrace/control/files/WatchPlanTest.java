package io.tailrace.control.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchPlanTest {
    private final WatchPlan plan = new WatchPlan();
    private Path root;

    WatchPlanTest(@TempDir Path directory) {
        root = directory;
    }

    @BeforeEach
    void resolve() throws IOException {
        root = root.toRealPath();
    }

    @Test
    void shouldWantAFileByItsName() throws IOException {
        Path file = Files.createFile(root.resolve("a.yaml"));

        plan.add(file);

        assertEquals(Set.of(root), plan.directories());
        assertTrue(plan.wants(root, "a.yaml"));
        assertFalse(plan.wants(root, "b.yaml"));
    }

    @Test
    void shouldWantAllOfADirectoryAndTheDirectoryItself() throws IOException {
        Path directory = Files.createDirectory(root.resolve("d"));

        plan.add(directory);

        assertTrue(plan.wants(directory, "any"));
        assertTrue(plan.wants(root, "d"));
        assertFalse(plan.wants(root, "e"));
    }

    @Test
    void shouldWantEveryLinkOnTheWay() throws IOException {
        Path real = Files.createDirectories(root.resolve("versions/1"));
        Files.createFile(real.resolve("a.yaml"));
        Files.createSymbolicLink(root.resolve("current"), Path.of("versions/1"));
        Files.createDirectory(root.resolve("x"));
        Files.createSymbolicLink(root.resolve("x/link.yaml"), Path.of("../current/a.yaml"));

        plan.add(root.resolve("x/link.yaml"));

        assertEquals(Set.of(root, root.resolve("x"), real), plan.directories());
        assertTrue(plan.wants(root.resolve("x"), "link.yaml"));
        assertTrue(plan.wants(root, "current"));
        assertTrue(plan.wants(real, "a.yaml"));
        assertFalse(plan.wants(real, "b.yaml"));
    }

    @Test
    void shouldFollowAbsoluteLinks() throws IOException {
        Path real = Files.createDirectory(root.resolve("real"));
        Files.createSymbolicLink(root.resolve("link"), real);

        plan.add(root.resolve("link"));

        assertTrue(plan.wants(root, "link"));
        assertTrue(plan.wants(root, "real"));
        assertTrue(plan.wants(real, "any"));
    }

    @Test
    void shouldEndWhenLinksGoInACircle() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));

        plan.add(root.resolve("a"));

        assertTrue(plan.wants(root, "a"));
        assertTrue(plan.wants(root, "b"));
    }

    @Test
    void shouldWantWhereAThingWouldStandWhenItIsNotThere() throws IOException {
        plan.add(root.resolve("a.yaml"));

        assertTrue(plan.wants(root, "a.yaml"));
    }
}
