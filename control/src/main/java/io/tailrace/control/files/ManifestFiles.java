package io.tailrace.control.files;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelSource;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SourceState;
import io.tailrace.control.watch.DocumentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The manifests of a standalone process as the source of the model. An event of the file system, a
 * file that has to settle, or one second gone by make it look at all files; nothing else does.
 *
 * <p>Thread: control; {@link #close}, {@link #isClosed} and {@link #wake} any.
 */
public final class ManifestFiles implements ModelSource {
    private static final long POLL_NS = TimeUnit.SECONDS.toNanos(1);

    /** A path the user named, and its files by path, in order. */
    private record Group(ManifestRoot root, SortedMap<Path, ManifestFile> files) {}

    private final DocumentReader reader = new DocumentReader();
    private final DirectoryWatch watch = DirectoryWatch.open();
    private final Inventory inventory = new Inventory();
    private final List<Group> groups = new ArrayList<>();
    private final List<Rejection> unreachable = new ArrayList<>();
    private boolean alarmed;
    private long dueNs;

    private ManifestFiles() {}

    /**
     * The manifests at these paths, nothing read yet.
     *
     * @param paths files and directories; of two that state the same object the earlier wins
     * @throws IOException with one line for the user, when a path does not exist or the like
     */
    public static ManifestFiles open(List<Path> paths) throws IOException {
        List<ManifestRoot> roots = new ArrayList<>();
        for (Path path : paths) {
            roots.add(ManifestRoot.open(path));
        }
        ManifestFiles manifests = new ManifestFiles();
        roots.forEach(root -> manifests.groups.add(new Group(root, new TreeMap<>())));
        // Watch first, list afterwards: no change falls between.
        manifests.watch.follow(manifests.plan());
        return manifests;
    }

    /** Reads all files as they are and applies what they state. */
    @Override
    public void load(long nowNs, Model model) {
        look(nowNs, model, new FileText());
    }

    @Override
    public void await(long nowNs, long timeoutNs) throws InterruptedException {
        long forNs = Math.min(timeoutNs, Math.max(0, dueNs - nowNs));
        alarmed |= watch.await(forNs);
    }

    @Override
    public void wake() {
        watch.wake();
    }

    /** Looks at the files, if it is time, and applies what has changed. */
    @Override
    public void collect(long nowNs, Model model) {
        if (alarmed || nowNs - dueNs >= 0) {
            alarmed = false;
            look(nowNs, model, null);
        }
    }

    /** Files are read as a whole. */
    @Override
    public boolean isListed() {
        return true;
    }

    @Override
    public void want(Supplier<Set<ObjectKey>> named) {
        // Whatever the files state is in the model.
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public void published(long nowNs, Model model) {
        // The files are there at the next start.
    }

    @Override
    public SourceState state() {
        return SourceState.AT_ONCE;
    }

    /** What cannot be read, or is stated twice. */
    @Override
    public List<Rejection> rejections(long nowNs) {
        List<Rejection> rejections = new ArrayList<>(inventory.duplicates());
        rejections.addAll(unreachable);
        for (Group group : groups) {
            rejections.addAll(group.root().rejections(nowNs));
        }
        files().forEach(file -> rejections.addAll(file.rejections()));
        Collections.sort(rejections);
        return rejections;
    }

    @Override
    public boolean isClosed() {
        return watch.isClosed();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }

    /**
     * @param atStart null: there may be writers who are not done
     */
    private void look(long nowNs, Model model, @Nullable FileText atStart) {
        dueNs = nowNs + POLL_NS;
        unreachable.clear();
        List<Group> listed = new ArrayList<>();
        for (Group group : groups) {
            List<Path> paths = group.root().list(nowNs);
            if (paths != null) {
                listed.add(group);
                paths.forEach(
                        path ->
                                group.files()
                                        .computeIfAbsent(
                                                path, added -> new ManifestFile(added, reader)));
            }
        }
        watch.follow(plan());
        boolean changed = false;
        for (Group group : listed) {
            for (ManifestFile file : group.files().values()) {
                changed |= look(file, nowNs, atStart);
            }
            group.files().values().removeIf(ManifestFile::isGone);
        }
        if (changed) {
            List<Stated> stated = new ArrayList<>();
            files().forEach(file -> stated.addAll(file.inForce()));
            inventory.apply(stated, model);
        }
        dueNs = nowNs + dueInNs(nowNs);
    }

    private boolean look(ManifestFile file, long nowNs, @Nullable FileText atStart) {
        try {
            return atStart == null ? file.look(nowNs) : file.load(nowNs, atStart);
        } catch (IOException e) {
            unreachable.add(
                    new Rejection(
                            file.path().toString(),
                            null,
                            "",
                            "cannot be reached: " + FileContent.reason(e),
                            "what it stated before stays in force"));
            return false;
        }
    }

    private long dueInNs(long nowNs) {
        long dueInNs = POLL_NS;
        for (Group group : groups) {
            dueInNs = Math.min(dueInNs, group.root().dueInNs(nowNs));
        }
        return files().mapToLong(file -> file.dueInNs(nowNs)).reduce(dueInNs, Math::min);
    }

    private Stream<ManifestFile> files() {
        return groups.stream().flatMap(group -> group.files().values().stream());
    }

    private WatchPlan plan() {
        WatchPlan plan = new WatchPlan();
        for (Group group : groups) {
            addTo(plan, group.root().path());
            // The directory is watched as a whole: only links lead out of it.
            group.files().keySet().stream()
                    .filter(Files::isSymbolicLink)
                    .forEach(path -> addTo(plan, path));
        }
        return plan;
    }

    private static void addTo(WatchPlan plan, Path path) {
        try {
            plan.add(path);
        } catch (IOException e) {
            // A link that vanished while it was followed: the next look follows anew.
        }
    }
}
