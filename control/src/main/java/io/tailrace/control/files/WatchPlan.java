package io.tailrace.control.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The directories, and the names in them, whose change may change what some paths lead to: where
 * the thing itself stands, and where each symbolic link on the way stands. A ConfigMap mount swaps
 * a link in the middle of the way.
 *
 * <p>Thread: control.
 */
final class WatchPlan {
    /** As many as the kernel follows. */
    private static final int MAX_LINKS = 40;

    private final Map<Path, Set<String>> names = new HashMap<>();
    private final Set<Path> whole = new HashSet<>();

    /** Adds whatever may change what this path leads to; for a directory, its entries too. */
    void add(Path path) throws IOException {
        Path end = follow(path.toAbsolutePath());
        if (Files.isDirectory(end)) {
            whole.add(end);
        }
    }

    /** All directories of the plan. */
    Set<Path> directories() {
        Set<Path> directories = new HashSet<>(names.keySet());
        directories.addAll(whole);
        return Collections.unmodifiableSet(directories);
    }

    /** Does a change of this entry matter? */
    boolean wants(Path directory, String name) {
        return whole.contains(directory) || names.getOrDefault(directory, Set.of()).contains(name);
    }

    private Path follow(Path path) throws IOException {
        Path root = path.getRoot();
        Path at = root;
        Deque<Path> rest = new ArrayDeque<>();
        path.forEach(rest::addLast);
        for (int links = 0; !rest.isEmpty(); ) {
            String name = rest.removeFirst().toString();
            Path parent = at.getParent();
            switch (name) {
                case "", "." -> {}
                case ".." -> at = parent == null ? at : parent;
                default -> {
                    Path next = at.resolve(name);
                    boolean link = links < MAX_LINKS && Files.isSymbolicLink(next);
                    if (link || rest.isEmpty()) {
                        names.computeIfAbsent(at, _ -> new HashSet<>()).add(name);
                    }
                    if (link) {
                        links++;
                        Path target = Files.readSymbolicLink(next);
                        at = target.isAbsolute() ? root : at;
                        pushFront(rest, target);
                    } else {
                        at = next;
                    }
                }
            }
        }
        return at;
    }

    private static void pushFront(Deque<Path> rest, Path names) {
        for (int i = names.getNameCount() - 1; i >= 0; i--) {
            rest.addFirst(names.getName(i));
        }
    }
}
