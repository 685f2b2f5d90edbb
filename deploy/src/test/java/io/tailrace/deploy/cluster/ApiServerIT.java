package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

@OnCluster
final class ApiServerIT {
    private final Cluster cluster;

    ApiServerIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldKeepObjectsWhenKilledAndStartedAgain() {
        cluster.service("kept", 1);
        cluster.server().kill();
        cluster.server().start();
        assertNotNull(
                cluster.admin().services().inNamespace(cluster.namespace()).withName("kept").get());
    }

    @Test
    void shouldForbidTailraceWhatItsManifestsDoNotGrant() {
        Config config =
                Config.fromKubeconfig(cluster.server().kubeconfig(ApiServer.TAILRACE).toFile());
        try (KubernetesClient tailrace = new KubernetesClientBuilder().withConfig(config).build()) {
            KubernetesClientException refused =
                    assertThrows(
                            KubernetesClientException.class,
                            () -> tailrace.resources(Secret.class).inAnyNamespace().list());
            assertEquals(403, refused.getCode());
        }
    }
}
