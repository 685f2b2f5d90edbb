package io.tailrace.http;

/**
 * How much of a chunked body may be something else than data.
 *
 * <p>Thread: any (immutable).
 *
 * @param maxTrailerBytes longest trailer section with its final empty line
 * @param maxExtensionBytesPerLine most bytes of extensions in one chunk line
 * @param maxExtensionBytesPerBody most bytes of extensions in one body
 */
public record ChunkLimits(
        int maxTrailerBytes, int maxExtensionBytesPerLine, int maxExtensionBytesPerBody) {
    public ChunkLimits {
        if (maxTrailerBytes < 2 || maxExtensionBytesPerLine < 0 || maxExtensionBytesPerBody < 0) {
            throw new IllegalArgumentException("chunk limit below its least value");
        }
    }

    /** A trailer section of 8 KiB, extensions of 256 bytes a line and 4 KiB a body. */
    public static ChunkLimits standard() {
        return new ChunkLimits(8192, 256, 4096);
    }
}
