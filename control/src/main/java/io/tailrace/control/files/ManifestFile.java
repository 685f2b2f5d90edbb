package io.tailrace.control.files;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.watch.DocumentReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One manifest file and what of it is in force.
 *
 * <p>Nobody says when a writer is done, so time has to: a file is read once its stamp has stood
 * still for {@link #SETTLE_NS}, and counts as gone after {@link #GONE_NS}, which is longer than an
 * editor needs to put a new file in the place of the old. What cannot be read may still be half of
 * what will be written: it is reported, and what else is missing taken out, only when it has not
 * been mended for {@link #CONFIRM_NS} or the next version is bad too.
 *
 * <p>A document that cannot be read leaves in force what it stated before. Where it cannot be told
 * which object that was, all that the file stated before stays.
 *
 * <p>Thread: control.
 */
final class ManifestFile {
    static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    static final long GONE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long CONFIRM_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path path;
    private final DocumentReader reader;

    /** The newest stamp, null if the file is not there, and when it was first seen. */
    private @Nullable Stamp seen;

    private long seenAtNs;

    /** The stamp of what was read last. */
    private @Nullable Stamp read;

    private List<Stated> inForce = List.of();
    private List<Rejection> rejections = List.of();

    /** Content with something unreadable in it that may be half of what will be written. */
    private @Nullable FileContent unconfirmed;

    private long unconfirmedAtNs;
    private boolean looked;
    private boolean changed;
    private boolean gone;

    /** When to look again without an event; meaningful while {@link #waiting}. */
    private long dueNs;

    private boolean waiting;

    ManifestFile(Path path, DocumentReader reader) {
        this.path = path;
        this.reader = reader;
    }

    Path path() {
        return path;
    }

    /**
     * Reads the file at once, as it is.
     *
     * @param text takes the file in; free again afterwards
     */
    boolean load(long nowNs, FileText text) throws IOException {
        return look(nowNs, text);
    }

    /**
     * Looks whether the file has changed, and takes in what has come to rest.
     *
     * @return true when another list is {@link #inForce}
     */
    boolean look(long nowNs) throws IOException {
        return look(nowNs, null);
    }

    /** In the order of the file; documents that are kept from before come last. */
    List<Stated> inForce() {
        return inForce;
    }

    List<Rejection> rejections() {
        return rejections;
    }

    /** It is no longer there and states nothing any more. */
    boolean isGone() {
        return gone;
    }

    /** Nanoseconds until it should be looked at without an event; {@code Long.MAX_VALUE}: never. */
    long dueInNs(long nowNs) {
        return waiting ? Math.max(0, dueNs - nowNs) : Long.MAX_VALUE;
    }

    private @Nullable Stamp stampNow(long nowNs) throws IOException {
        Stamp stamp = Stamp.of(path);
        if (!looked || !Objects.equals(stamp, seen)) {
            looked = true;
            seen = stamp;
            seenAtNs = nowNs;
        }
        return stamp;
    }

    /**
     * @param atStart null: there may be a writer who is not done
     */
    private boolean look(long nowNs, @Nullable FileText atStart) throws IOException {
        changed = false;
        look(nowNs, stampNow(nowNs), atStart);
        return changed;
    }

    private void look(long nowNs, @Nullable Stamp stamp, @Nullable FileText atStart)
            throws IOException {
        waiting = false;
        if (stamp == null) {
            if (read == null) {
                gone = true; // never was a file, a directory named like one perhaps
            } else if (nowNs - seenAtNs >= GONE_NS) {
                takeOut();
            } else {
                waitUntil(seenAtNs + GONE_NS);
            }
        } else if (!stamp.equals(read)) {
            gone = false;
            if (atStart != null || nowNs - seenAtNs >= SETTLE_NS) {
                read(nowNs, stamp, atStart);
            } else {
                waitUntil(seenAtNs + SETTLE_NS);
            }
        } else if (unconfirmed != null) {
            if (nowNs - unconfirmedAtNs >= CONFIRM_NS) {
                takeIn(unconfirmed);
            } else {
                waitUntil(unconfirmedAtNs + CONFIRM_NS);
            }
        }
    }

    private void read(long nowNs, Stamp stamp, @Nullable FileText atStart) throws IOException {
        boolean patient = atStart == null;
        FileContent content =
                FileContent.read(
                        path,
                        atStart == null ? new FileText() : atStart,
                        reader,
                        !inForce.isEmpty(),
                        !patient);
        if (patient && !stamp.equals(stampNow(nowNs))) {
            waitUntil(nowNs + SETTLE_NS);
            return;
        }
        read = stamp;
        if (content.isGood() || !patient || unconfirmed != null) {
            takeIn(content);
        } else {
            unconfirmed = content;
            unconfirmedAtNs = nowNs;
            waitUntil(nowNs + CONFIRM_NS);
            // What is good is good; whatever else the file stated stays for now.
            putInForce(merge(content.found(), Set.of(), true));
        }
    }

    private void takeIn(FileContent content) {
        unconfirmed = null;
        rejections = content.rejections();
        putInForce(merge(content.found(), content.unreadable(), content.anonymous()));
    }

    private void takeOut() {
        gone = true;
        read = null;
        unconfirmed = null;
        putInForce(List.of());
        rejections = List.of();
    }

    private void putInForce(List<Stated> stated) {
        inForce = stated;
        changed = true;
    }

    private List<Stated> merge(List<Stated> found, Set<ObjectKey> keep, boolean keepAll) {
        Set<ObjectKey> stated = new HashSet<>();
        found.forEach(object -> stated.add(object.object().key()));
        List<Stated> merged = new ArrayList<>(found);
        for (Stated object : inForce) {
            ObjectKey key = object.object().key();
            if (!stated.contains(key) && (keepAll || keep.contains(key))) {
                merged.add(object);
            }
        }
        return merged;
    }

    private void waitUntil(long timeNs) {
        waiting = true;
        dueNs = timeNs;
    }
}
