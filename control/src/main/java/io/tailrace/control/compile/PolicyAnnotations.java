package io.tailrace.control.compile;

import static io.tailrace.control.compile.Annotations.BALANCE;
import static io.tailrace.control.compile.Annotations.CONNECT;
import static io.tailrace.control.compile.Annotations.EXCHANGE;
import static io.tailrace.control.compile.Annotations.FALLBACK;
import static io.tailrace.control.compile.Annotations.MAX_BODY;
import static io.tailrace.control.compile.Annotations.RESPONSE_BODY;
import static io.tailrace.control.compile.Annotations.RESPONSE_HEAD;
import static io.tailrace.control.compile.Annotations.TUNNEL_IDLE;

import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.route.RouteWaits;

/**
 * What the annotations of one Ingress say about how requests of its rules are treated on their way.
 *
 * <p>Thread: any; a pure function but for what the reader tells.
 */
final class PolicyAnnotations {
    private PolicyAnnotations() {}

    /**
     * @param pods how the fallback's are reached and spoken to, as all others
     */
    static RoutePolicy read(AnnotationReader reader, PodSettings pods) {
        RouteWaits waits =
                new RouteWaits(
                        reader.value(CONNECT).toNanos(),
                        reader.value(RESPONSE_HEAD).toNanos(),
                        reader.value(RESPONSE_BODY).toNanos(),
                        reader.value(TUNNEL_IDLE).toNanos(),
                        reader.value(EXCHANGE).toNanos());
        ClusterKey fallback = reader.value(FALLBACK);
        RoutePolicy policy =
                new RoutePolicy(
                        reader.value(MAX_BODY),
                        waits.equals(RouteWaits.DEFAULT) ? RouteWaits.DEFAULT : waits,
                        reader.value(BALANCE),
                        fallback == null
                                ? null
                                : pods.cluster(fallback.service(), fallback.port()));
        return policy.equals(RoutePolicy.DEFAULT) ? RoutePolicy.DEFAULT : policy;
    }
}
