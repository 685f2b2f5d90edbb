package io.tailrace.control.status;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tailrace.control.model.PublishedAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The nodes on which our pods are ready: their external addresses, or the internal ones of those
 * that have none.
 *
 * <p>Thread: status.
 */
final class NodeAddresses implements AddressSource {
    private static final long VALID_NS = TimeUnit.SECONDS.toNanos(10);

    /** A node seldom gets another address. */
    private static final long NODE_VALID_NS = TimeUnit.MINUTES.toNanos(10);

    private record Known(List<PublishedAddress> addresses, long untilNs) {}

    private final KubernetesClient client;
    private final String namespace;
    private final String podSelector;
    private final LongSupplier clock;
    private Map<String, Known> nodes = new HashMap<>();

    NodeAddresses(
            KubernetesClient client, String namespace, String podSelector, LongSupplier clock) {
        this.client = client;
        this.namespace = namespace;
        this.podSelector = podSelector;
        this.clock = clock;
    }

    @Override
    public List<PublishedAddress> read() {
        List<Pod> pods =
                client.pods()
                        .inNamespace(namespace)
                        .withLabelSelector(podSelector)
                        .list()
                        .getItems();
        Map<String, Known> newest = new HashMap<>();
        TreeSet<PublishedAddress> addresses = new TreeSet<>();
        long nowNs = clock.getAsLong();
        for (Pod pod : pods) {
            if (isReady(pod)) {
                String node = pod.getSpec().getNodeName();
                Known former = nodes.get(node);
                Known known =
                        former != null && former.untilNs() - nowNs > 0
                                ? former
                                : new Known(ofNode(node), nowNs + NODE_VALID_NS);
                newest.put(node, known);
                addresses.addAll(known.addresses());
            }
        }
        nodes = newest;
        return List.copyOf(addresses);
    }

    /** It runs on a node, is not about to end, and its readiness is confirmed. */
    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getSpec() != null
                && pod.getSpec().getNodeName() != null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(
                                condition ->
                                        "Ready".equals(condition.getType())
                                                && "True".equals(condition.getStatus()));
    }

    private List<PublishedAddress> ofNode(String name) {
        Node node = client.nodes().withName(name).get();
        return node == null ? List.of() : of(node);
    }

    static List<PublishedAddress> of(Node node) {
        if (node.getStatus() == null) {
            return List.of();
        }
        List<PublishedAddress> external = of(node, "ExternalIP");
        return external.isEmpty() ? of(node, "InternalIP") : external;
    }

    private static List<PublishedAddress> of(Node node, String type) {
        List<PublishedAddress> addresses = new ArrayList<>();
        for (NodeAddress address : node.getStatus().getAddresses()) {
            if (type.equals(address.getType())) {
                addresses.add(PublishedAddress.ofIp(address.getAddress()));
            }
        }
        return addresses;
    }

    @Override
    public String right() {
        return "list of pods in namespace " + namespace + " and get of nodes";
    }

    @Override
    public long validNs() {
        return VALID_NS;
    }
}
