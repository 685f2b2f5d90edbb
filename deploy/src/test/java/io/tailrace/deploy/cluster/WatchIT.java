package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tailrace.deploy.CertificateFiles;
import io.tailrace.deploy.Metrics;
import io.tailrace.deploy.Peers;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the API server is in force, and only that, whatever happens between. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchIT {
    private static final Path SECRETS =
            Path.of(System.getProperty("basedir", "."), "manifests/secrets-in-namespace.yaml");

    private final Cluster cluster;
    private final TailraceProcess tailrace;

    WatchIT(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.tailrace =
                cluster.tailrace(
                        "--namespace", cluster.namespace(), "--https", cluster.node() + ":0");
    }

    @AfterEach
    void removeIngresses() {
        cluster.removeIngresses();
    }

    @Test
    void shouldServeWhatIsWrittenAndNothingThatIsDeleted() {
        cluster.service("web", 1);
        cluster.apply(ingress("light", "light.test", ""));
        awaitAnswer(tailrace.http(), "light.test", "web-1");

        cluster.admin()
                .network()
                .v1()
                .ingresses()
                .inNamespace(cluster.namespace())
                .withName("light")
                .delete();
        Until.isTrue("404", () -> get(tailrace.http(), "light.test").status() == 404);
    }

    @Test
    void shouldFollowThePodsOfAService() {
        cluster.service("web", 1);
        cluster.apply(ingress("pods", "pods.test", ""));
        awaitAnswer(tailrace.http(), "pods.test", "web-1");

        cluster.endpoints("web", List.of(cluster.pod("other")));
        awaitAnswer(tailrace.http(), "pods.test", "other");
    }

    @Test
    void shouldNotLookBeyondItsNamespaces() {
        cluster.service("web", 1);
        cluster.apply(
                ingress("foreign", "foreign.test", "")
                        .replace("name: foreign", "name: foreign, namespace: default"));
        try {
            // Once this later one is in force, the other one would be.
            cluster.apply(ingress("own", "own.test", ""));
            awaitAnswer(tailrace.http(), "own.test", "web-1");
            assertEquals(404, get(tailrace.http(), "foreign.test").status());
        } finally {
            cluster.admin()
                    .network()
                    .v1()
                    .ingresses()
                    .inNamespace("default")
                    .withName("foreign")
                    .delete();
        }
    }

    @Test
    void shouldFollowASecretThatIsNamedOnceThatIsAllowed(@TempDir Path directory) throws Exception {
        Peers.need("openssl", "openssl");
        cluster.service("web", 1);
        CertificateFiles first = certificate(directory, "first");
        cluster.apply(first.secret("tls"));
        cluster.apply(
                ingress("secure", "secure.test", "tls: [{hosts: [secure.test], secretName: tls}]"));
        tailrace.logged("secret " + cluster.namespace() + "/tls: we have no right");
        Metrics metrics = new Metrics(tailrace);
        metrics.await("tailrace_apiserver_connected{kind=\"secret\"}", 0);

        grantSecrets();
        awaitVerified(first);

        CertificateFiles second = certificate(directory, "second");
        cluster.apply(second.secret("tls"));
        awaitVerified(second);

        cluster.removeIngresses();
        Until.isTrue(
                "no Secret is watched",
                () -> Double.isNaN(metrics.value("tailrace_apiserver_watches{kind=\"secret\"}")));
    }

    @Test
    void shouldServeWhatItKeptWhenTheApiServerIsAwayAtTheStart(@TempDir Path directory)
            throws Exception {
        cluster.service("web", 1);
        cluster.apply(ingress("kept", "kept.test", ""));
        List<String> options =
                List.of(
                        "--status",
                        "off",
                        "--namespace",
                        cluster.namespace(),
                        "--state-dir",
                        directory.resolve("s").toString());
        try (TailraceProcess before = cluster.tailraceThatPublishes(options)) {
            awaitAnswer(before.http(), "kept.test", "web-1");
            Path file = directory.resolve("s/last-good.jsonl");
            Until.isTrue(
                    "rules on disk",
                    () -> Files.exists(file) && read(file).contains("\"kept.test\""));
        }
        cluster.server().kill();
        try (TailraceProcess after = cluster.tailraceThatPublishes(options)) {
            awaitAnswer(after.http(), "kept.test", "web-1");
            assertTrue(ready(after).startsWith("ok, but stale: "), ready(after));

            cluster.server().start();
            cluster.apply(ingress("new", "new.test", ""));
            cluster.admin()
                    .network()
                    .v1()
                    .ingresses()
                    .inNamespace(cluster.namespace())
                    .withName("kept")
                    .delete();
            awaitAnswer(after.http(), "new.test", "web-1");
            Until.isTrue("404", () -> get(after.http(), "kept.test").status() == 404);
            assertEquals("ok", ready(after));
        } finally {
            if (!cluster.server().isRunning()) {
                cluster.server().start();
            }
        }
        // The one that has run all the time has it, too.
        awaitAnswer(tailrace.http(), "new.test", "web-1");
    }

    @Test
    void shouldGiveTheMetricsThatAreDocumented() throws IOException {
        Metrics metrics = new Metrics(tailrace);
        metrics.await("tailrace_apiserver_connected{kind=\"ingress\"}", 1);
        Set<String> documented = Metrics.documented();
        documented.removeIf(name -> !Metrics.isOfCluster(name));
        Set<String> given = metrics.given();
        given.removeIf(name -> !Metrics.isOfCluster(name));
        assertEquals(documented, given);
    }

    private void grantSecrets() throws IOException {
        try (InputStream manifest = Files.newInputStream(SECRETS)) {
            for (HasMetadata object : cluster.admin().load(manifest).items()) {
                object.getMetadata().setNamespace(cluster.namespace());
                cluster.admin().resource(object).serverSideApply();
            }
        }
    }

    private static String ingress(String name, String host, String more) {
        return """
               apiVersion: networking.k8s.io/v1
               kind: Ingress
               metadata: {name: %s}
               spec:
                 ingressClassName: tailrace
                 rules:
                   - host: %s
                     http:
                       paths:
                         - path: /
                           pathType: Prefix
                           backend: {service: {name: web, port: {name: http}}}
                 %s
               """
                .formatted(name, host, more);
    }

    private static CertificateFiles certificate(Path directory, String name) throws Exception {
        return CertificateFiles.make(directory, name, "ec:prime256v1", "secure.test");
    }

    private void awaitVerified(CertificateFiles files) {
        Until.isTrue(
                "its certificate",
                () -> {
                    try (RawConnection connection =
                            Verified.connect(tailrace.https(), "secure.test", files.pem())) {
                        return "web-1".equals(connection.get("secure.test", "/").pod());
                    } catch (SSLException e) {
                        return false;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (GeneralSecurityException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static void awaitAnswer(InetSocketAddress address, String host, String pod) {
        Until.isTrue(pod + " at " + host, () -> pod.equals(get(address, host).pod()));
    }

    private static RawResponse get(InetSocketAddress address, String host) {
        try {
            return RawConnection.get(address, host, "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ready(TailraceProcess process) throws IOException {
        return RawConnection.get(process.admin(), "127.0.0.1", "/readyz").body().strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
