package io.tailrace.control.publish;

import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import java.time.Instant;
import java.util.List;

/**
 * What is in force, and what is not and why.
 *
 * <p>Thread: any (immutable).
 *
 * @param generation of the newest snapshot; 0 before the first
 * @param routes its route table
 * @param ruleCount how many rules it has
 * @param clusters how many service ports rules name
 * @param endpoints how many endpoints these have
 * @param certificates how many Secrets hold one that is named
 * @param certificatesEnd when the first of them expires; {@link Instant#MAX} if there is none
 * @param served what of which Ingress
 * @param rejections sorted; the same list as in the report before if nothing has changed
 */
public record InForce(
        long generation,
        RouteTable routes,
        int ruleCount,
        int clusters,
        int endpoints,
        int certificates,
        Instant certificatesEnd,
        Served served,
        List<Rejection> rejections) {

    static final InForce NOTHING =
            new InForce(0, RouteTable.empty(), 0, 0, 0, 0, Instant.MAX, Served.NOTHING, List.of());

    /** The decision table, sorted. Gathered anew for each call. */
    public List<Rule> rules() {
        return routes.rules();
    }

    /** A hash of the rules, comparable between processes. */
    public long fingerprint() {
        return routes.fingerprint();
    }
}
