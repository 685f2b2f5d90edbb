package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.CertificateFiles;
import io.tailrace.deploy.Metrics;
import io.tailrace.deploy.Peers;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
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
        cluster.apply(Cluster.ingress("light", "light.test").replace("number: 80", "name: http"));
        awaitAnswer(tailrace.http(), "light.test", "web-1");

        cluster.removeIngress(cluster.namespace(), "light");
        Until.isTrue(
                "404",
                () ->
                        RawConnection.getUnchecked(tailrace.http(), "light.test", "/").status()
                                == 404);
    }

    @Test
    void shouldFollowThePodsOfAService() {
        cluster.service("web", 1);
        cluster.apply(Cluster.ingress("pods", "pods.test"));
        awaitAnswer(tailrace.http(), "pods.test", "web-1");

        cluster.endpoints("web", List.of(cluster.pod("other")));
        awaitAnswer(tailrace.http(), "pods.test", "other");
    }

    @Test
    void shouldNotLookBeyondItsNamespaces() {
        cluster.service("web", 1);
        cluster.apply(
                Cluster.ingress("foreign", "foreign.test")
                        .replace("name: foreign", "name: foreign, namespace: default"));
        try {
            // Once this later one is in force, the other one would be.
            cluster.apply(Cluster.ingress("own", "own.test"));
            awaitAnswer(tailrace.http(), "own.test", "web-1");
            assertEquals(
                    404, RawConnection.getUnchecked(tailrace.http(), "foreign.test", "/").status());
        } finally {
            cluster.removeIngress("default", "foreign");
        }
    }

    @Test
    void shouldFollowASecretThatIsNamedOnceThatIsAllowed(@TempDir Path directory) throws Exception {
        Peers.need("openssl", "openssl");
        cluster.service("web", 1);
        CertificateFiles first = certificate(directory, "first");
        cluster.apply(first.secret("tls"));
        cluster.apply(
                Cluster.ingress("secure", "secure.test")
                        + "  tls: [{hosts: [secure.test], secretName: tls}]");
        tailrace.logged("secret " + cluster.namespace() + "/tls: we have no right");
        Metrics metrics = new Metrics(tailrace);
        metrics.await("tailrace_apiserver_connected{kind=\"secret\"}", 0);

        cluster.grantSecrets();
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
        cluster.apply(Cluster.ingress("kept", "kept.test"));
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
            cluster.apply(Cluster.ingress("new", "new.test"));
            cluster.removeIngress(cluster.namespace(), "kept");
            awaitAnswer(after.http(), "new.test", "web-1");
            Until.isTrue(
                    "404",
                    () ->
                            RawConnection.getUnchecked(after.http(), "kept.test", "/").status()
                                    == 404);
            Until.isTrue("not stale any more", () -> ready(after).equals("ok"));
        } finally {
            cluster.server().ensureRunning();
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
        Until.isTrue(
                pod + " at " + host,
                () -> pod.equals(RawConnection.getUnchecked(address, host, "/").pod()));
    }

    private static String ready(TailraceProcess process) {
        return RawConnection.getUnchecked(process.admin(), "127.0.0.1", "/readyz").body().strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
