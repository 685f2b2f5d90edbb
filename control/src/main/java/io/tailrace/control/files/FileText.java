package io.tailrace.control.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The text of one file after another, as its bytes: a file may be large, of which one document is
 * needed as a string at a time, and the same memory does for all files of a start.
 *
 * <p>Thread: control loads; any reads in between.
 */
final class FileText {
    private static final int CHUNK = 1 << 13;

    private byte[] bytes = {};
    private int length;

    /** This text. */
    static FileText of(String text) {
        FileText made = new FileText();
        made.bytes = text.getBytes(StandardCharsets.UTF_8);
        made.length = made.bytes.length;
        return made;
    }

    /**
     * Takes in a file in place of the one before.
     *
     * @return false when it is longer than that
     */
    boolean load(Path path, int longest) throws IOException {
        length = 0;
        try (InputStream in = Files.newInputStream(path)) {
            reserve((int) Math.min(Files.size(path), longest) + 1);
            int read = in.readNBytes(bytes, 0, bytes.length);
            while (read == bytes.length && read <= longest) {
                // It has grown since.
                reserve(Math.min(2 * bytes.length, longest + 1));
                read += in.readNBytes(bytes, read, bytes.length - read);
            }
            length = Math.min(read, longest);
            return read <= longest;
        }
    }

    private void reserve(int wanted) {
        if (bytes.length < wanted) {
            bytes = Arrays.copyOf(bytes, wanted);
        }
    }

    int length() {
        return length;
    }

    /** Whether it is UTF-8. */
    boolean isText() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return result.isUnderflow();
    }

    /** Whether this, in ASCII, stands there. */
    boolean startsWith(String ascii, int at) {
        if (length - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether white space stands there, or the end. */
    boolean endsWordAt(int at) {
        return at == length || (bytes[at] >= 0 && Character.isWhitespace((char) bytes[at]));
    }

    /** Where the line after the one of this place begins. */
    int nextLine(int at) {
        int next = at;
        while (next < length && bytes[next] != '\n') {
            next++;
        }
        return Math.min(next + 1, length);
    }

    String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
