package io.tailrace.control.apiserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The token of a service account, which is replaced in its file before it expires: read anew for
 * each request, of which there are few.
 *
 * <p>Thread: any.
 */
final class TokenFile {
    private final Path file;
    private volatile String last = "";

    TokenFile(Path file) {
        this.file = file;
    }

    /** The newest; what was read last while the file cannot be read. */
    String token() {
        try {
            last = Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            // In the middle of its replacement: the API server says if the last is too old.
            return last;
        }
        return last;
    }
}
