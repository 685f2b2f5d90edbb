package io.tailrace.control.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from the next without reading it. The change time cannot be set by
 * anybody, so a copy that keeps size and modification time does not go unnoticed.
 *
 * <p>Thread: any (immutable).
 */
record Stamp(Object fileKey, Object size, Object modified, Object changed) {

    /** The stamp of what the path leads to; null if that is no regular file or does not exist. */
    static @Nullable Stamp of(Path path) throws IOException {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(
                            path, "unix:isRegularFile,fileKey,size,lastModifiedTime,ctime");
            return Boolean.TRUE.equals(attributes.get("isRegularFile"))
                    ? new Stamp(
                            attribute(attributes, "fileKey"),
                            attribute(attributes, "size"),
                            attribute(attributes, "lastModifiedTime"),
                            attribute(attributes, "ctime"))
                    : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Object attribute(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        return value == null ? "" : value;
    }
}
