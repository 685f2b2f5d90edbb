package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Pods come and go as the real controller of EndpointSlices has it. */
@OnCluster
final class EndpointsIT {
    private static final String HOST = "endpoints.test";

    private final Cluster cluster;

    EndpointsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldFollowPodsAsTheRealControllerStatesThem() throws IOException {
        cluster.apply(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: node-1}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
                """);
        cluster.apply(Cluster.ingress("web", HOST));
        cluster.startControllers();
        TailraceProcess proxy = cluster.tailrace();
        assertEquals(cluster.node(), cluster.awaitAddress("web"));
        assertEquals("no_endpoints", ask(proxy).reason());
        runPod("web-1");
        awaitPods(proxy, "web-1");
        runPod("web-2");
        awaitPods(proxy, "web-1", "web-2");
        setStatus("web-1", "False");
        awaitPods(proxy, "web-2");
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace())
                .withName("web-2")
                .withGracePeriod(0)
                .delete();
        setStatus("web-1", "True");
        awaitPods(proxy, "web-1");
    }

    /** A pod, and what a kubelet would say of it. */
    private void runPod(String name) {
        cluster.apply(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: web}}
                spec:
                  nodeName: node-1
                  containers: [{name: web, image: web, ports: [{name: http, containerPort: %d}]}]
                """
                        .formatted(name, TestPod.PORT));
        TestPod pod = cluster.pod(name);
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(name)
                .editStatus(
                        stated -> {
                            stated.setStatus(
                                    new PodStatusBuilder()
                                            .withPhase("Running")
                                            .withPodIP(pod.address())
                                            .addNewPodIP(pod.address())
                                            .addNewCondition()
                                            .withType("Ready")
                                            .withStatus("True")
                                            .endCondition()
                                            .build());
                            return stated;
                        });
    }

    private void setStatus(String name, String ready) {
        cluster.admin()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(name)
                .editStatus(
                        stated -> {
                            stated.getStatus().getConditions().getFirst().setStatus(ready);
                            return stated;
                        });
    }

    /** Waits until these pods answer, and no others. */
    private static void awaitPods(TailraceProcess proxy, String... names) {
        Set<String> expected = new TreeSet<>(Set.of(names));
        Until.isTrue("answers of " + expected, () -> answering(proxy).equals(expected));
    }

    private static Set<String> answering(TailraceProcess proxy) {
        Set<String> pods = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            pods.add(ask(proxy).pod());
        }
        return pods;
    }

    private static RawResponse ask(TailraceProcess proxy) {
        return RawConnection.getUnchecked(proxy.http(), HOST, "/");
    }
}
