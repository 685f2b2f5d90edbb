package io.tailrace.control.files;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sleeps until something changes in the directories of a {@link WatchPlan}, or somebody wakes it.
 * It is an alarm, not a record: what has changed is for the caller to find out, who looks now and
 * then even without it, as some file systems raise none.
 *
 * <p>The JDK's watch cannot be woken but by a change. So a thread of its own waits for that, and
 * what it hears goes the same way as all else that ends the sleep.
 *
 * <p>Thread: control; {@link #close}, {@link #isClosed} and {@link #wake} any.
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DirectoryWatch.class.getName());

    /** A watched directory; the file key tells whether the path still leads to it. */
    private record Watched(WatchKey key, @Nullable Object fileKey) {}

    /** What ends a sleep: a key that has events, or none of them. */
    private record Alarm(@Nullable WatchKey key) {
        static final Alarm WAKE = new Alarm(null);
    }

    private final @Nullable WatchService service;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<Alarm> alarms = new LinkedBlockingQueue<>();
    private final Map<Path, Watched> watched = new HashMap<>();
    private WatchPlan plan = new WatchPlan();
    private boolean complained;

    private DirectoryWatch(@Nullable WatchService service) {
        this.service = service;
    }

    /** A watch on nothing; one that only sleeps if the system has none to give. */
    static DirectoryWatch open() {
        try {
            WatchService service = FileSystems.getDefault().newWatchService();
            DirectoryWatch watch = new DirectoryWatch(service);
            Thread.ofPlatform().daemon().name("tailrace-watch").start(() -> watch.relay(service));
            return watch;
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "no file watch: {0}; changes are noticed once a second",
                    FileContent.reason(e));
            return new DirectoryWatch(null);
        }
    }

    /** Watches what this plan names, and nothing else. */
    void follow(WatchPlan newPlan) {
        plan = newPlan;
        if (service == null) {
            return;
        }
        Set<Path> directories = plan.directories();
        watched.entrySet()
                .removeIf(entry -> cancelIfStale(entry.getKey(), entry.getValue(), directories));
        for (Path directory : directories) {
            if (!watched.containsKey(directory) && Files.isDirectory(directory)) {
                register(service, directory);
            }
        }
    }

    private void relay(WatchService changes) {
        try {
            while (!isClosed()) {
                alarms.add(new Alarm(changes.take()));
            }
        } catch (ClosedWatchServiceException e) {
            // The end, as intended.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sleeps.
     *
     * @return true when something that the plan names may have changed; false after the time, when
     *     woken, and at once when closed
     */
    boolean await(long timeoutNs) throws InterruptedException {
        if (isClosed()) {
            return false;
        }
        boolean relevant = false;
        Alarm alarm = alarms.poll(timeoutNs, TimeUnit.NANOSECONDS);
        while (alarm != null) {
            WatchKey key = alarm.key();
            if (key != null) {
                relevant |= isRelevant(key);
                key.reset();
            }
            alarm = alarms.poll();
        }
        return relevant;
    }

    /** Ends the sleep, or the next one. */
    void wake() {
        alarms.add(Alarm.WAKE);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        wake();
        if (service != null) {
            service.close();
        }
    }

    private boolean isRelevant(WatchKey key) {
        boolean relevant = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            relevant |=
                    !(event.context() instanceof Path name)
                            || !(key.watchable() instanceof Path directory)
                            || plan.wants(directory, name.toString());
        }
        // A key without events says that its directory is gone.
        return relevant || !key.isValid();
    }

    private static boolean cancelIfStale(Path path, Watched directory, Set<Path> wanted) {
        boolean stale =
                !wanted.contains(path)
                        || !directory.key().isValid()
                        || !Objects.equals(directory.fileKey(), fileKey(path));
        if (stale) {
            directory.key().cancel();
        }
        return stale;
    }

    private void register(WatchService service, Path directory) {
        try {
            Object fileKey = fileKey(directory);
            WatchKey key =
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
            watched.put(directory, new Watched(key, fileKey));
        } catch (ClosedWatchServiceException e) {
            // Closed by another thread in the middle of a look: there is nothing left to wake.
            return;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        "{0}: no file watch: {1}; changes are noticed once a second",
                        directory,
                        FileContent.reason(e));
            }
        }
    }

    private static @Nullable Object fileKey(Path directory) {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
