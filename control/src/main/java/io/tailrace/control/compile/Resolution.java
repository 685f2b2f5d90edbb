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
 * @param rejections what of slices is left out, and what is wrong with a name
 */
record Resolution(
        List<InetSocketAddress> addresses, @Nullable Problem problem, List<Rejection> rejections) {

    /**
     * A mistake in what a rule refers to.
     *
     * <p>Thread: any (immutable).
     */
    record Problem(String reason, String remedy) {}

    /** No endpoint, and nobody has to mend anything. */
    static final Resolution NOTHING = new Resolution(List.of(), null, List.of());

    static Resolution none(String reason, String remedy) {
        return new Resolution(List.of(), new Problem(reason, remedy), List.of());
    }
}
