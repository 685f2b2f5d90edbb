package io.tailrace.control.files;

import io.tailrace.control.model.Rejection;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the paths that the user named: a file, or a directory of files. Of a directory, the
 * entries ending in {@code .yaml}, {@code .yml} or {@code .json} count that do not start with a
 * dot; so editors' temporary and backup files do not.
 *
 * <p>A path that cannot be listed any more, or a named file that is gone, leaves all in force: the
 * user named it, and taking everything out is no answer to a mount that failed.
 *
 * <p>Thread: control.
 */
final class ManifestRoot {
    /** A replacement by two renames leaves a gap; shorter than this, it is not worth a word. */
    private static final long CONFIRM_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path path;
    private @Nullable String failure;
    private long failingSinceNs;

    private ManifestRoot(Path path) {
        this.path = path;
    }

    /**
     * A root that exists.
     *
     * @throws IOException with one line for the user
     */
    static ManifestRoot open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("manifests " + path + ": no such file or directory");
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new IOException("manifests " + path + ": neither a file nor a directory");
        }
        if (!Files.isReadable(path)) {
            throw new IOException("manifests " + path + ": permission denied");
        }
        return new ManifestRoot(path);
    }

    Path path() {
        return path;
    }

    /** The files to look at, in order; null while they cannot be told. */
    @Nullable List<Path> list(long nowNs) {
        try {
            List<Path> files = list();
            failure = null;
            return files;
        } catch (IOException e) {
            if (failure == null) {
                failingSinceNs = nowNs;
            }
            failure = FileContent.reason(e);
            return null;
        }
    }

    /** Why the path cannot be listed, once that has lasted. */
    List<Rejection> rejections(long nowNs) {
        if (failure == null || nowNs - failingSinceNs < CONFIRM_NS) {
            return List.of();
        }
        return List.of(
                new Rejection(
                        path.toString(),
                        null,
                        "",
                        failure,
                        "put it back; what it stated before stays in force"));
    }

    /** Nanoseconds until {@link #rejections} may say more; {@code Long.MAX_VALUE}: never. */
    long dueInNs(long nowNs) {
        long sinceNs = nowNs - failingSinceNs;
        return failure == null || sinceNs >= CONFIRM_NS ? Long.MAX_VALUE : CONFIRM_NS - sinceNs;
    }

    private List<Path> list() throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.isRegularFile(path)) {
                throw new NoSuchFileException(path.toString());
            }
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, ManifestRoot::counts)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(files);
        return files;
    }

    private static boolean counts(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }
}
