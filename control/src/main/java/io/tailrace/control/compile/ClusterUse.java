package io.tailrace.control.compile;

import java.util.List;

/**
 * Which rules name a cluster.
 *
 * <p>Thread: any (immutable).
 *
 * @param hosts sorted; those of which a rule of an Ingress names it
 * @param byController number of hosts whose rest the controller sends to it
 */
record ClusterUse(List<String> hosts, int byController) {
    static final ClusterUse NONE = new ClusterUse(List.of(), 0);

    boolean isNone() {
        return hosts.isEmpty() && byController == 0;
    }
}
