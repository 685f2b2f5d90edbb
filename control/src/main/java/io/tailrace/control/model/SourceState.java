package io.tailrace.control.model;

import java.util.List;

/**
 * How it goes with the source of the model.
 *
 * <p>Thread: any (immutable).
 *
 * @param missing what the first generation waits for; empty: nothing
 * @param stale why what is in force may be old; empty: it is not
 * @param watches what is watched, by kind
 */
public record SourceState(String missing, String stale, List<Watched> watches) {

    /** Of a source that is read at once. */
    public static final SourceState AT_ONCE = new SourceState("", "", List.of());

    public SourceState {
        watches = List.copyOf(watches);
    }

    /**
     * The watches of one kind.
     *
     * <p>Thread: any (immutable).
     *
     * @param kind in lower case
     * @param all how many there are
     * @param synced how many have been listed
     * @param connected how many can tell of a change now
     * @param silentSeconds since the last word, of the one that is silent for longest
     * @param reconnects since the start
     * @param objects how many are known
     */
    public record Watched(
            String kind,
            int all,
            int synced,
            int connected,
            double silentSeconds,
            long reconnects,
            int objects) {}
}
