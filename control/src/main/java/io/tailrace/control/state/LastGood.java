package io.tailrace.control.state;

import io.tailrace.control.model.ModelObject;
import io.tailrace.control.watch.DocumentReader;
import io.tailrace.control.watch.ObjectWriter;
import io.tailrace.control.watch.Read;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the last good model: one Kubernetes object a line, no Secret among them. It
 * is replaced as a whole, so it is never half of one.
 *
 * <p>Thread: one at a time.
 */
public final class LastGood {
    private static final Logger LOG = System.getLogger("io.tailrace.control");
    private static final String NAME = "last-good.jsonl";
    private static final Set<PosixFilePermission> OURS =
            PosixFilePermissions.fromString("rw-------");

    /**
     * What was in force when it was written.
     *
     * <p>Thread: any (immutable).
     */
    public record Kept(Instant writtenAt, List<ModelObject> objects) {
        public Kept {
            objects = List.copyOf(objects);
        }
    }

    private final Path directory;
    private final Path file;
    private final Path next;

    private LastGood(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
        this.next = directory.resolve(NAME + ".next");
    }

    /**
     * The file in this directory, which is made if it is missing.
     *
     * @throws IOException with one line for the user
     */
    public static LastGood in(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IOException("--state-dir " + directory + ": cannot be made: " + reason(e), e);
        }
        if (!Files.isWritable(directory)) {
            throw new IOException("--state-dir " + directory + ": cannot be written");
        }
        return new LastGood(directory);
    }

    /** Replaces what was kept. */
    public void write(List<ModelObject> objects) throws IOException {
        Files.deleteIfExists(next);
        try (FileChannel channel =
                        FileChannel.open(
                                next,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(OURS));
                Writer out =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        Channels.newOutputStream(channel),
                                        StandardCharsets.UTF_8))) {
            for (ModelObject object : objects) {
                String line = ObjectWriter.write(object);
                if (line != null) {
                    out.write(line);
                    out.write('\n');
                }
            }
            out.flush();
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel renamed = FileChannel.open(directory)) {
            renamed.force(true);
        }
    }

    /** What was kept; null if there is nothing that can be read. */
    public @Nullable Kept read() {
        DocumentReader reader = new DocumentReader();
        List<ModelObject> objects = new ArrayList<>();
        int bad = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                for (Read read : reader.read(line, 1)) {
                    switch (read) {
                        case Read.Found(ModelObject object) -> objects.add(object);
                        case Read.Unreadable _ -> bad++;
                    }
                }
            }
            if (bad > 0) {
                LOG.log(Level.WARNING, file + ": lines that cannot be read: " + bad + "; left out");
            }
            return new Kept(Files.getLastModifiedTime(file).toInstant(), objects);
        } catch (NoSuchFileException e) {
            return null;
        } catch (MalformedInputException e) {
            LOG.log(Level.WARNING, file + ": is damaged; not used");
            return null;
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, file + ": cannot be read: " + reason(e) + "; not used");
            return null;
        }
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
