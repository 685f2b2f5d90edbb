package io.tailrace.control.publish;

import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.Rule;
import java.time.Instant;
import java.util.List;

/**
 * What is in force, and what is not and why.
 *
 * <p>Thread: any (immutable).
 *
 * @param generation of the newest snapshot; 0 before the first
 * @param fingerprint of its rules, comparable between processes
 * @param rules the decision table, sorted
 * @param clusters how many service ports rules name
 * @param endpoints how many endpoints these have
 * @param certificates how many Secrets hold one that is named
 * @param certificatesEnd when the first of them expires; {@link Instant#MAX} if there is none
 * @param rejections sorted
 */
public record InForce(
        long generation,
        long fingerprint,
        List<Rule> rules,
        int clusters,
        int endpoints,
        int certificates,
        Instant certificatesEnd,
        List<Rejection> rejections) {

    static final InForce NOTHING = new InForce(0, 0, List.of(), 0, 0, 0, Instant.MAX, List.of());
}
