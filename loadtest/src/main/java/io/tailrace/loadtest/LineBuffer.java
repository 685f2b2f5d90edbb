package io.tailrace.loadtest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one line of a head, a chunk line or a trailer, byte by byte. A line ends with CRLF and
 * with nothing else (RFC 9112 2.2 lets a recipient take a lone LF; this one does not).
 *
 * <p>Thread: any, one at a time.
 */
final class LineBuffer {
    private byte[] bytes = new byte[128];
    private int length;
    private boolean sawCr;
    private @Nullable String fault;

    /**
     * Consumes bytes up to and including the end of the line.
     *
     * @param maxBytes the longest line allowed, without its CRLF
     * @return 1 when the line is complete, 0 when more bytes are needed, -1 on a {@link #fault}
     */
    int fill(ByteBuffer in, int maxBytes) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (sawCr) {
                return b == '\n' ? 1 : fail("CR without LF");
            } else if (b == '\r') {
                sawCr = true;
            } else if (b == '\n') {
                return fail("LF without CR");
            } else if (isControl(b)) {
                return fail("control byte 0x%02x in a line".formatted(b));
            } else if (length == maxBytes) {
                return fail(maxBytes == 0 ? "bytes where CRLF belongs" : "line too long");
            } else {
                append(b);
            }
        }
        return 0;
    }

    /** Forgets the line, for the next one. */
    void clear() {
        length = 0;
        sawCr = false;
        fault = null;
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /** Byte {@code i} of the line, or -1 behind its end. */
    int at(int i) {
        return i < length ? bytes[i] & 0xff : -1;
    }

    /** What is wrong with the line, once {@link #fill} has returned -1. */
    @Nullable String fault() {
        return fault;
    }

    /** Bytes {@code from} to {@code to}, exclusive, one character each. */
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether the line starts with {@code prefix}, in this case. */
    boolean startsWith(String prefix) {
        if (length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (bytes[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether bytes {@code from} to {@code to} are {@code lowerCase}, in any case. */
    boolean matches(int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int b = bytes[from + i];
            int lower = b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void append(byte b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = b;
    }

    private int fail(String why) {
        fault = why;
        return -1;
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f;
    }
}
