package io.tailrace.control.status;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.Served;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report of what is in force in a generation that every core has seen.
 *
 * <p>Thread: status.
 */
final class Seen {
    private final InForce report;
    private final Set<ObjectKey> rejected;

    private Seen(InForce report, Set<ObjectKey> rejected) {
        this.report = report;
        this.rejected = rejected;
    }

    /**
     * @param former the one before, which often has the same rejections
     */
    @SuppressWarnings("ReferenceEquality") // a long list is the same one while nothing changes
    static Seen of(InForce report, @Nullable Seen former) {
        if (former != null && former.rejections() == report.rejections()) {
            return new Seen(report, former.rejected);
        }
        Set<ObjectKey> rejected = new HashSet<>();
        for (Rejection rejection : report.rejections()) {
            if (rejection.object() != null) {
                rejected.add(rejection.object());
            }
        }
        return new Seen(report, rejected);
    }

    @SuppressWarnings("ReferenceEquality") // reports may be equal in all but what they share
    boolean isOf(InForce other) {
        return report == other;
    }

    Served served() {
        return report.served();
    }

    List<Rejection> rejections() {
        return report.rejections();
    }

    /** Whether something is rejected of this object. */
    boolean isRejected(ObjectKey object) {
        return rejected.contains(object);
    }
}
