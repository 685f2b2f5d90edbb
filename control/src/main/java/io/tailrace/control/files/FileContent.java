package io.tailrace.control.files;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.watch.DocumentReader;
import io.tailrace.control.watch.Read;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one reading of a manifest file came to.
 *
 * <p>Thread: any (immutable once read).
 *
 * @param found the objects, in the order of the file
 * @param unreadable the identities of objects that cannot be read
 * @param anonymous something cannot be read, and who knows what it was
 * @param rejections one per object or document that cannot be read
 */
record FileContent(
        List<Stated> found,
        Set<ObjectKey> unreadable,
        boolean anonymous,
        List<Rejection> rejections) {

    /** More than any cluster's objects; less than what would not fit the heap. */
    static final int MAX_BYTES = 64 << 20;

    /**
     * Reads a file.
     *
     * @param statesSomething the file is known to state something: when it is found empty, then
     *     because somebody is about to write it
     */
    static FileContent read(Path path, DocumentReader reader, boolean statesSomething) {
        String effect =
                statesSomething ? "skipped, what it stated before stays in force" : "skipped";
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            return unreadable(path, "cannot be read: " + reason(e), effect);
        }
        if (bytes.length > MAX_BYTES) {
            return unreadable(path, "is larger than 64 MiB, split it", effect);
        }
        if (bytes.length == 0 && statesSomething) {
            return unreadable(path, "is empty, delete it to take its objects out", effect);
        }
        try {
            return read(path, decode(bytes), reader, effect);
        } catch (CharacterCodingException e) {
            return unreadable(path, "is not text in UTF-8", effect);
        }
    }

    boolean isGood() {
        return rejections.isEmpty();
    }

    private static FileContent read(Path path, String text, DocumentReader reader, String effect) {
        List<Stated> found = new ArrayList<>();
        Set<ObjectKey> unreadable = new HashSet<>();
        boolean anonymous = false;
        List<Rejection> rejections = new ArrayList<>();
        for (Document document : Document.split(text)) {
            String source = path + " document " + document.number();
            for (Read read : reader.read(document.text(), document.firstLine())) {
                switch (read) {
                    case Read.Found(var object) -> found.add(new Stated(object, source));
                    case Read.Unreadable(var object, var place, var reason) -> {
                        anonymous |= object == null;
                        if (object != null) {
                            unreadable.add(object);
                        }
                        rejections.add(new Rejection(source, object, place, reason, effect));
                    }
                }
            }
        }
        return new FileContent(found, unreadable, anonymous, rejections);
    }

    private static FileContent unreadable(Path path, String reason, String effect) {
        Rejection rejection = new Rejection(path.toString(), null, "", reason, effect);
        return new FileContent(List.of(), Set.of(), true, List.of(rejection));
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** The kind of an I/O failure in words; its message often is the path alone. */
    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "not a directory";
            default -> {
                String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }
}
