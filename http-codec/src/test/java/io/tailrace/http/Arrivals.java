package io.tailrace.http;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection as they come in, each time in other memory. Behind what has come lie
 * other bytes, so that looking there shows; for long messages they lie ready as a whole, as a copy
 * for each cut would take long.
 *
 * <p>Thread: any, one at a time.
 */
final class Arrivals {
    private static final int PLACES = 7;
    private static final int LONG = 2048;
    private static final byte GUARD = (byte) 0xee;

    final byte[] wire;
    private final @Nullable UnsafeBuffer[] whole = new UnsafeBuffer[PLACES];

    Arrivals(byte[] wire) {
        this.wire = wire;
        if (wire.length > LONG) {
            for (int i = 0; i < PLACES; i++) {
                whole[i] = copy(i, wire.length);
            }
        }
    }

    int length() {
        return wire.length;
    }

    /** Where the message starts in the memory of the given piece. */
    int start(int piece) {
        return piece % PLACES;
    }

    UnsafeBuffer buffer(int piece, int length) {
        UnsafeBuffer ready = whole[piece % PLACES];
        return ready == null ? copy(piece % PLACES, length) : ready;
    }

    private UnsafeBuffer copy(int start, int length) {
        byte[] memory = new byte[start + length + 9];
        Arrays.fill(memory, GUARD);
        System.arraycopy(wire, 0, memory, start, length);
        return new UnsafeBuffer(memory);
    }

    /** Bytes of the message as text. */
    String text(int from, int to) {
        return Wire.text(Arrays.copyOfRange(wire, from, to));
    }

    /** The cuts, and the end of the message behind them. */
    int[] ends(int... cuts) {
        int[] ends = Arrays.copyOf(cuts, cuts.length + 1);
        ends[cuts.length] = wire.length;
        return ends;
    }
}
