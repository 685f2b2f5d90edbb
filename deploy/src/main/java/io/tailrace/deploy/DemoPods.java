package io.tailrace.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The pods of the demo's services, and the EndpointSlices that say where they are.
 *
 * <p>Thread: any one thread at a time.
 */
final class DemoPods implements AutoCloseable {
    private static final int PER_SERVICE = 2;

    private final List<EchoPod> pods = new ArrayList<>();

    /**
     * @param services names of the Services, in the namespace {@code default}
     */
    static DemoPods start(List<String> services) throws IOException {
        DemoPods started = new DemoPods();
        try {
            for (String service : services) {
                for (int i = 1; i <= PER_SERVICE; i++) {
                    started.pods.add(EchoPod.start(service, service + "-" + i));
                }
            }
        } catch (IOException e) {
            started.close();
            throw e;
        }
        return started;
    }

    List<EchoPod> pods() {
        return pods;
    }

    /** The Service of a pod; empty for a name that is none of ours. */
    String serviceOf(String podName) {
        return pods.stream()
                .filter(pod -> pod.name().equals(podName))
                .map(EchoPod::service)
                .findFirst()
                .orElse("");
    }

    /** One EndpointSlice per pod, as each has a port of its own. */
    String slices() {
        StringBuilder yaml = new StringBuilder();
        for (EchoPod pod : pods) {
            yaml.append(
                    """
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata:
                      name: %s
                      namespace: default
                      labels:
                        kubernetes.io/service-name: %s
                    addressType: IPv4
                    ports:
                      - port: %d
                    endpoints:
                      - addresses: ["127.0.0.1"]
                    """
                            .formatted(pod.name(), pod.service(), pod.port()));
        }
        return yaml.toString();
    }

    @Override
    public void close() throws IOException {
        for (EchoPod pod : pods) {
            pod.close();
        }
    }
}
