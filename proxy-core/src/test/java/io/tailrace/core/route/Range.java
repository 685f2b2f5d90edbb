package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Text as bytes in a buffer, between bytes that nobody should look at.
 *
 * <p>Thread: any, one at a time.
 */
record Range(DirectBuffer buffer, int offset, int length) {

    /** Nothing follows, so that reading beyond the text fails. */
    static Range of(String text) {
        return of(text, 3, 0);
    }

    static Range of(String text, int before, int after) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] area = new byte[before + bytes.length + after];
        Arrays.fill(area, (byte) '/');
        System.arraycopy(bytes, 0, area, before, bytes.length);
        return new Range(new UnsafeBuffer(area), before, bytes.length);
    }
}
