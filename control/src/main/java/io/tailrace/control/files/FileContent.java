package io.tailrace.control.files;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.watch.DocumentReader;
import io.tailrace.control.watch.Read;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
     * @param text takes the file in; free again afterwards
     * @param statesSomething the file is known to state something: when it is found empty, then
     *     because somebody is about to write it
     * @param starting nothing is served yet, so all cores may be used
     */
    static FileContent read(
            Path path,
            FileText text,
            DocumentReader reader,
            boolean statesSomething,
            boolean starting) {
        String effect =
                statesSomething ? "skipped, what it stated before stays in force" : "skipped";
        try {
            if (!text.load(path, MAX_BYTES)) {
                return unreadable(path, "is larger than 64 MiB, split it", effect);
            }
        } catch (IOException e) {
            return unreadable(path, "cannot be read: " + reason(e), effect);
        }
        if (text.length() == 0 && statesSomething) {
            return unreadable(path, "is empty, delete it to take its objects out", effect);
        }
        if (!text.isText()) {
            return unreadable(path, "is not text in UTF-8", effect);
        }
        Stream<Document> documents = Document.split(text).stream();
        return read(path, starting ? documents.parallel() : documents, reader, effect);
    }

    boolean isGood() {
        return rejections.isEmpty();
    }

    /** What a document says, and where it stands. */
    private record ReadDocument(String source, List<Read> reads) {}

    private static FileContent read(
            Path path, Stream<Document> documents, DocumentReader reader, String effect) {
        List<Stated> found = new ArrayList<>();
        Set<ObjectKey> unreadable = new HashSet<>();
        boolean anonymous = false;
        List<Rejection> rejections = new ArrayList<>();
        List<ReadDocument> inOrder =
                documents
                        .map(
                                document ->
                                        new ReadDocument(
                                                path + " document " + document.number(),
                                                reader.read(document.text(), document.firstLine())))
                        .toList();
        for (ReadDocument document : inOrder) {
            String source = document.source();
            for (Read read : document.reads()) {
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
