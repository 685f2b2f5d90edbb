package io.tailrace.control.status;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PublishedAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the Service in front of us is reached.
 *
 * <p>Thread: status.
 */
record ServiceAddresses(KubernetesClient client, ObjectKey service) implements AddressSource {
    private static final long VALID_NS = TimeUnit.SECONDS.toNanos(5);
    private static final String NO_ADDRESS = "None";

    @Override
    public List<PublishedAddress> read() {
        // As a list: the right to list Services is there in any case, that to get one is not.
        return client
                .services()
                .inNamespace(service.namespace())
                .list(
                        new ListOptionsBuilder()
                                .withFieldSelector("metadata.name=" + service.name())
                                .build())
                .getItems()
                .stream()
                .findFirst()
                .map(ServiceAddresses::of)
                .orElse(List.of());
    }

    /**
     * By type: {@code LoadBalancer}, what its load balancer and {@code externalIPs} say; {@code
     * NodePort} and {@code ClusterIP}, the external addresses, else those inside of the cluster;
     * {@code ExternalName}, that name.
     */
    static List<PublishedAddress> of(Service service) {
        ServiceSpec spec = service.getSpec();
        if (spec == null) {
            return List.of();
        }
        List<PublishedAddress> addresses = new ArrayList<>();
        if ("ExternalName".equals(spec.getType())) {
            addName(addresses, spec.getExternalName());
        } else {
            boolean balanced = "LoadBalancer".equals(spec.getType());
            if (balanced) {
                addBalancer(addresses, service);
            }
            spec.getExternalIPs().forEach(ip -> addIp(addresses, ip));
            if (!balanced && addresses.isEmpty()) {
                addClusterIps(addresses, spec);
            }
        }
        return addresses.stream().sorted().distinct().toList();
    }

    private static void addBalancer(List<PublishedAddress> addresses, Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return;
        }
        for (LoadBalancerIngress entry : service.getStatus().getLoadBalancer().getIngress()) {
            addIp(addresses, entry.getIp());
            if (entry.getIp() == null) {
                addName(addresses, entry.getHostname());
            }
        }
    }

    private static void addClusterIps(List<PublishedAddress> addresses, ServiceSpec spec) {
        if (spec.getClusterIPs().isEmpty()) {
            addIp(addresses, spec.getClusterIP());
        } else {
            spec.getClusterIPs().forEach(ip -> addIp(addresses, ip));
        }
    }

    private static void addIp(List<PublishedAddress> addresses, @Nullable String ip) {
        if (ip != null && !ip.isEmpty() && !ip.equals(NO_ADDRESS)) {
            addresses.add(PublishedAddress.ofIp(ip));
        }
    }

    private static void addName(List<PublishedAddress> addresses, @Nullable String name) {
        if (!Objects.requireNonNullElse(name, "").isEmpty()) {
            addresses.add(PublishedAddress.ofHostname(Objects.requireNonNull(name)));
        }
    }

    @Override
    public String right() {
        return "list of services in namespace " + service.namespace();
    }

    @Override
    public long validNs() {
        return VALID_NS;
    }
}
