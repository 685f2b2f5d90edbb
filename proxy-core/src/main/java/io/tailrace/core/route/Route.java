package io.tailrace.core.route;

/**
 * What matching a host and a path yields: the rule, the dense id of its cluster, and the settings
 * of its host.
 *
 * <p>Thread: any (immutable).
 *
 * @param rule the row of the decision table that justifies the request
 * @param clusterId index into the snapshot's clusters; valid only together with a snapshot that
 *     holds this route
 * @param settings equal in all routes of one host
 */
public record Route(Rule rule, int clusterId, ClassSettings settings) {}
