package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who writes, and which addresses. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LeaderIT {
    private final Cluster cluster;

    LeaderIT(Cluster cluster) {
        this.cluster = cluster;
        cluster.service("web", 1);
        apply("web");
    }

    @Test
    void shouldHaveAnotherLeaderWhenOneIsKilled() throws IOException {
        TailraceProcess first = start("--publish-address", "192.0.2.1");
        awaitAddresses("192.0.2.1");
        TailraceProcess second = start("--publish-address", "192.0.2.2");
        second.logged("the leader by lease");
        first.close();

        awaitAddresses("192.0.2.2");
        apply("after");
        assertEquals("192.0.2.2", cluster.awaitAddress("after"));
        Cluster.end(second);
    }

    @Test
    void shouldHaveAnotherLeaderAtOnceWhenOneEnds() throws IOException {
        TailraceProcess first = start("--publish-address", "192.0.2.3");
        awaitAddresses("192.0.2.3");
        TailraceProcess second = start("--publish-address", "lb.example");
        second.logged("the leader by lease");
        Cluster.end(first);
        // It is told that the lease is nobody's: nothing has to grow old, which takes 15 s.
        awaitAddresses(Duration.ofSeconds(10), "lb.example");
        Cluster.end(second);
    }

    @Test
    void shouldPublishTheAddressesOfAService() throws IOException {
        cluster.apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: edge}
                spec: {type: LoadBalancer, externalIPs: [192.0.2.8], ports: [{port: 80}]}
                """);
        TailraceProcess process = start("--publish-service", cluster.namespace() + "/edge");
        awaitAddresses("192.0.2.8");
        LoadBalancerIngress balancer = new LoadBalancerIngressBuilder().withIp("192.0.2.7").build();
        cluster.admin()
                .services()
                .inNamespace(cluster.namespace())
                .withName("edge")
                .editStatus(
                        service -> {
                            service.getStatus().getLoadBalancer().setIngress(List.of(balancer));
                            return service;
                        });

        awaitAddresses("192.0.2.7", "192.0.2.8");
        Cluster.end(process);
    }

    @Test
    void shouldPublishTheNodesOfReadyPods() throws IOException {
        cluster.server().apply("publish-nodes.yaml");
        cluster.apply(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: edge-1}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: tailrace-1, namespace: tailrace, labels: {it: nodes}}
                spec: {nodeName: edge-1, containers: [{name: tailrace, image: tailrace}]}
                """);
        cluster.admin()
                .nodes()
                .withName("edge-1")
                .editStatus(
                        node -> {
                            node.getStatus()
                                    .setAddresses(
                                            List.of(new NodeAddress("192.0.2.9", "InternalIP")));
                            return node;
                        });
        TailraceProcess process = start("--pod-selector", "it=nodes");
        cluster.admin()
                .pods()
                .inNamespace("tailrace")
                .withName("tailrace-1")
                .editStatus(
                        pod -> {
                            PodCondition ready =
                                    new PodConditionBuilder()
                                            .withType("Ready")
                                            .withStatus("True")
                                            .build();
                            pod.getStatus().setConditions(List.of(ready));
                            return pod;
                        });

        awaitAddresses("192.0.2.9");
        Cluster.end(process);
    }

    private TailraceProcess start(String... publish) throws IOException {
        List<String> options =
                Stream.concat(Stream.of("--namespace", cluster.namespace()), Stream.of(publish))
                        .toList();
        return cluster.tailraceThatPublishes(options);
    }

    private void awaitAddresses(String... addresses) {
        awaitAddresses(Duration.ofSeconds(30), addresses);
    }

    private void awaitAddresses(Duration longest, String... addresses) {
        Until.isTrue(
                "addresses " + List.of(addresses),
                longest,
                () -> addresses(cluster.ingress("web")).equals(List.of(addresses)));
    }

    private static List<String> addresses(@Nullable Ingress ingress) {
        if (ingress == null || !Cluster.isPublished(ingress)) {
            return List.of();
        }
        return ingress.getStatus().getLoadBalancer().getIngress().stream()
                .map(LeaderIT::address)
                .toList();
    }

    private static String address(IngressLoadBalancerIngress entry) {
        return Objects.requireNonNullElse(entry.getIp(), entry.getHostname());
    }

    private void apply(String name) {
        cluster.apply(Cluster.ingress(name, name + ".test"));
    }
}
