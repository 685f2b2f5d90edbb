package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.tailrace.deploy.CertificateFiles;
import io.tailrace.deploy.Peers;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Tailrace tells the API server, with no other rights than those of its manifests. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StatusIT {
    private final Cluster cluster;
    private final Told told;
    private final TailraceProcess tailrace;

    StatusIT(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.told = new Told(cluster);
        cluster.service("web", 1);
        cluster.apply(
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: another}
                spec: {controller: another.example/controller}
                """);
        cluster.grantSecrets();
        // Each test takes all Ingresses away at its end.
        tailrace = cluster.tailrace("--namespace", cluster.namespace(), "--guard", "off");
    }

    @AfterEach
    void removeIngresses() {
        cluster.removeIngresses();
    }

    @Test
    void shouldAnswerTheFirstRequestWhenTheStatusSaysSo() throws IOException {
        for (int i = 0; i < 100; i++) {
            String name = "first-" + i;
            apply(name, name + ".test", "web");
            assertEquals(cluster.node(), cluster.awaitAddress(name));
            RawResponse response = RawConnection.get(tailrace.http(), name + ".test", "/");
            assertEquals("web-1", response.pod(), response::toString);
        }
    }

    @Test
    void shouldTakeTheAddressOutWhenTheIngressLeavesOurClass() {
        apply("leaving", "leaving.test", "web");
        cluster.awaitAddress("leaving");
        cluster.admin()
                .network()
                .v1()
                .ingresses()
                .inNamespace(cluster.namespace())
                .withName("leaving")
                .edit(
                        ingress -> {
                            ingress.getSpec().setIngressClassName("another");
                            return ingress;
                        });

        Until.isTrue(
                "a status without address", () -> !Cluster.isPublished(cluster.ingress("leaving")));
    }

    @Test
    void shouldLeaveTheStatusOfOtherClassesAlone() {
        apply("another", "another", "another.test", "web");
        apply("ours", "ours.test", "web");
        cluster.awaitAddress("ours");

        assertFalse(Cluster.isPublished(cluster.ingress("another")));
    }

    @Test
    void shouldTellTheIngressOfAServiceUntilItIsThere() {
        apply("early", "early.test", "late");
        told.await("Ingress", "early", "service " + cluster.namespace() + "/late does not exist");
        cluster.service("late", 1);
        told.awaitNone("Ingress", "early");
    }

    @Test
    void shouldTellTheIngressOfAPortThatItsServiceDoesNotHave() {
        cluster.apply(ingress("portless", "tailrace", "portless.test", "web", "81"));
        told.await("Ingress", "portless", "81");
        cluster.apply(ingress("portless", "tailrace", "portless.test", "web", "80"));
        told.awaitNone("Ingress", "portless");
    }

    @Test
    void shouldTellTheYoungerIngressWhenAnOlderOneHasTheSameRule() {
        apply("older", "same.test", "web");
        cluster.awaitAddress("older");
        apply("younger", "same.test", "web");
        told.await("Ingress", "younger", "shadowed by " + cluster.namespace() + "/older");
        assertFalse(Cluster.isPublished(cluster.ingress("younger")));
        assertEquals(List.of(), told.messages("Ingress", "older"));
        cluster.removeIngress(cluster.namespace(), "older");

        told.awaitNone("Ingress", "younger");
        cluster.awaitAddress("younger");
    }

    @Test
    void shouldTellTheIngressOfASecretUntilItHoldsACertificate(@TempDir Path directory)
            throws Exception {
        Peers.need("openssl", "openssl");
        cluster.apply(
                ingress("secret", "tailrace", "secret.test", "web", "80")
                        + "  tls: [{hosts: [secret.test], secretName: certificate}]\n");
        told.await("Ingress", "secret", "secret \"certificate\" does not exist");
        String nonsense =
                Base64.getEncoder().encodeToString("nonsense".getBytes(StandardCharsets.US_ASCII));
        cluster.apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: certificate}
                type: kubernetes.io/tls
                data: {tls.crt: %1$s, tls.key: %1$s}
                """
                        .formatted(nonsense));
        told.await("Ingress", "secret", "secret " + cluster.namespace() + "/certificate: tls.");
        cluster.apply(
                CertificateFiles.make(directory, "certificate", "ec:prime256v1", "secret.test")
                        .secret("certificate"));

        told.awaitNone("Ingress", "secret");
    }

    @Test
    void shouldNameTheRightWhenItIsMissing() {
        List<?> granted = (List<?>) Objects.requireNonNull(role().get().get("rules"));
        grant(granted.stream().filter(rule -> !isForStatus(rule)).toList());
        try {
            // A right that is taken counts a moment later: what has changed since is to be written.
            apply("forbidden", "forbidden.test", "web");
            Until.isTrue(
                    "a log line that names the right",
                    () -> {
                        if (Cluster.isPublished(cluster.ingress("forbidden"))) {
                            cluster.removeIngress(cluster.namespace(), "forbidden");
                            apply("forbidden", "forbidden.test", "web");
                        }
                        return tailrace.log().stream()
                                .anyMatch(line -> line.contains("patch of ingresses/status"));
                    });
        } finally {
            grant(granted);
        }
        apply("granted", "granted.test", "web");
        assertEquals(cluster.node(), cluster.awaitAddress("granted"));
    }

    private void grant(List<?> rules) {
        role().edit(
                        role -> {
                            role.setAdditionalProperty("rules", rules);
                            return role;
                        });
    }

    private Resource<GenericKubernetesResource> role() {
        return cluster.admin()
                .genericKubernetesResources("rbac.authorization.k8s.io/v1", "ClusterRole")
                .withName("tailrace");
    }

    private static boolean isForStatus(Object rule) {
        return rule.toString().contains("ingresses/status");
    }

    private void apply(String name, String host, String service) {
        apply(name, "tailrace", host, service);
    }

    private void apply(String name, String className, String host, String service) {
        cluster.apply(ingress(name, className, host, service, "80"));
    }

    private static String ingress(
            String name, String className, String host, String service, String port) {
        return """
               apiVersion: networking.k8s.io/v1
               kind: Ingress
               metadata: {name: %s}
               spec:
                 ingressClassName: %s
                 rules:
                   - host: %s
                     http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: %s, port: {number: %s}}}}]}
               """
                .formatted(name, className, host, service, port);
    }
}
