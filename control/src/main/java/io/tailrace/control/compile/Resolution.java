package io.tailrace.control.compile;

import io.tailrace.control.model.Rejection;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's name resolves to in the model.
 *
 * <p>Thread: any (immutable).
 *
 * @param addresses sorted, without duplicates
 * @param problem why there can be no endpoint, if there is a reason that somebody should mend
 * @param rejections slices that are left out
 */
record Resolution(
        List<InetSocketAddress> addresses, @Nullable Problem problem, List<Rejection> rejections) {

    /**
     * A mistake in what a rule refers to.
     *
     * <p>Thread: any (immutable).
     */
    record Problem(String reason, String remedy) {}

    static Resolution none(String reason, String remedy) {
        return new Resolution(List.of(), new Problem(reason, remedy), List.of());
    }
}
