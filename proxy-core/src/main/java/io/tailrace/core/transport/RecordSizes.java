package io.tailrace.core.transport;

/**
 * How large the records of one connection are. Those of the first bytes fit one packet each, so
 * that the peer can open the first ones before all of a large one is there; a stream under way gets
 * whole ones.
 *
 * <p>Thread: core.
 */
final class RecordSizes {
    private static final int SMALL = 1300;

    /** After so many bytes without a pause a stream is under way. */
    private static final int SMALL_BYTES = 64 * 1024;

    private static final long PAUSE_NS = 1_000_000_000;

    /** What engines may add to a small record, and want to see free for a whole one. */
    private static final int OVERHEAD = 64;

    static final int WHOLE_RECORD = 18 * 1024;

    private int sentSincePause;
    private long sentAtNs;

    RecordSizes(long nowNs) {
        this.sentAtNs = nowNs;
    }

    /** Room for so many bytes in records of any size. */
    static int area(int plainBytes) {
        return plainBytes + (plainBytes / SMALL + 2) * OVERHEAD + WHOLE_RECORD;
    }

    /** Most bytes of the next record. */
    int next(long nowNs) {
        if (nowNs - sentAtNs >= PAUSE_NS) {
            sentSincePause = 0;
        }
        sentAtNs = nowNs;
        if (sentSincePause < SMALL_BYTES) {
            return SMALL;
        }
        // Held there, lest it overflows.
        sentSincePause = SMALL_BYTES;
        return TlsRecord.MAX_PLAIN;
    }

    void sent(int bytes) {
        sentSincePause += bytes;
    }
}
