package io.tailrace.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Places at which bytes are cut into segments; the proxy reads each one by itself. */
final class Pieces {
    private static final int FIRST_BYTES = 5;
    private static final int SHORT = 512;
    private static final int ONE_OF = 6;

    private final int[] cuts;

    private Pieces(int... cuts) {
        this.cuts = cuts;
    }

    static Pieces whole() {
        return new Pieces();
    }

    /** Whole, cut in two at several places, and for one of six short messages byte by byte. */
    static List<Pieces> of(byte[] wire) {
        TreeSet<Integer> places =
                new TreeSet<>(
                        List.of(
                                FIRST_BYTES,
                                wire.length / 2,
                                wire.length * 4 / 5,
                                wire.length - 1));
        places.removeIf(cut -> cut <= 0 || cut >= wire.length);
        List<Pieces> all = new ArrayList<>();
        all.add(whole());
        places.forEach(cut -> all.add(new Pieces(cut)));
        if (wire.length < SHORT && Arrays.hashCode(wire) % ONE_OF == 0) {
            all.add(new Pieces(IntStream.range(1, wire.length).toArray()));
        }
        return all;
    }

    void send(byte[] wire, OutputStream out, Barrier barrier) throws IOException {
        int start = 0;
        for (int cut : cuts) {
            out.write(wire, start, cut - start);
            barrier.pass();
            start = cut;
        }
        out.write(wire, start, wire.length - start);
    }

    @Override
    public String toString() {
        return cuts.length == 0 ? "whole" : "cut at " + Arrays.toString(cuts);
    }
}
