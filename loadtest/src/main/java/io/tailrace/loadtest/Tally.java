package io.tailrace.loadtest;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one loop has counted, or several together. Times in nanoseconds.
 *
 * <p>Thread: any, one at a time: a loop's own while it runs, the reporting thread's afterwards.
 */
final class Tally {
    /** A request that leaves later than this after its intended time is late. */
    static final long LATE_NS = 1_000_000L;

    /** A kind of fault: how often, and the first one in words. */
    record FaultCount(long count, String first) {}

    private final Histogram lagNs = new Histogram(2 * LoadPlan.MAX_TIMEOUT_NS, 3);
    private final Map<Fault, FaultCount> faults = new EnumMap<>(Fault.class);
    private long lastLagNs;
    private long lastSentAtNs;
    private long late;
    private long lateForConnection;
    private long right;
    private long bodyBytes;
    private long reopened;

    /**
     * A request leaves.
     *
     * @param waited whether it has waited for an idle connection
     */
    void sent(long intendedNs, long nowNs, boolean waited) {
        long lag = Math.max(0, nowNs - intendedNs);
        lagNs.recordValue(lag);
        lastLagNs = lag;
        lastSentAtNs = nowNs;
        if (lag > LATE_NS) {
            late++;
            lateForConnection += waited ? 1 : 0;
        }
    }

    /** A right response with a body of this length. */
    void right(long length) {
        right++;
        bodyBytes += length;
    }

    void fault(Fault fault, String detail) {
        faults.merge(
                fault,
                new FaultCount(1, detail),
                (a, b) -> new FaultCount(a.count + b.count, a.first));
    }

    /** A connection ended and is to be opened again. */
    void reopened() {
        reopened++;
    }

    void add(Tally other) {
        // Both times are of one clock; the loop that sent last says how late the run ended.
        if (sent() == 0 || (other.sent() > 0 && other.lastSentAtNs - lastSentAtNs > 0)) {
            lastSentAtNs = other.lastSentAtNs;
        }
        lastLagNs = Math.max(lastLagNs, other.lastLagNs);
        lagNs.add(other.lagNs);
        late += other.late;
        lateForConnection += other.lateForConnection;
        right += other.right;
        bodyBytes += other.bodyBytes;
        reopened += other.reopened;
        other.faults.forEach(
                (fault, count) ->
                        faults.merge(
                                fault,
                                count,
                                (a, b) -> new FaultCount(a.count + b.count, a.first)));
    }

    long sent() {
        return lagNs.getTotalCount();
    }

    long right() {
        return right;
    }

    /** Body bytes of the right responses. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** How long after their intended times the requests left. */
    Histogram lagNs() {
        return lagNs;
    }

    /** The lag of the last request, of the worst loop. */
    long lastLagNs() {
        return lastLagNs;
    }

    /** When the last request left. Undefined while {@link #sent} is 0. */
    long lastSentAtNs() {
        return lastSentAtNs;
    }

    /** Requests that left late. */
    long late() {
        return late;
    }

    /** Those of them for which no connection had been idle. */
    long lateForConnection() {
        return lateForConnection;
    }

    /** Connections that ended and were opened again. */
    long reopenedCount() {
        return reopened;
    }

    /** What went wrong, in the order of {@link Fault}; empty when nothing did. */
    Map<Fault, FaultCount> faults() {
        return faults;
    }

    long count(Fault fault) {
        FaultCount count = faults.get(fault);
        return count == null ? 0 : count.count;
    }
}
