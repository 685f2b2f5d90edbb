package io.tailrace.deploy.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tailrace.deploy.Until;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with its etcd, on addresses of the network that the tests have for themselves.
 * Who asks is judged by RBAC: there is an administrator, and the service account of Tailrace with
 * the rights that {@code deploy/manifests} grant it.
 */
final class ApiServer implements AutoCloseable {
    /** The one address of the node: API server, Tailrace and etcd listen there. */
    static final String NODE = "10.77.0.1";

    static final String ADMIN = "admin";
    static final String TAILRACE = "tailrace";

    private static final Path MANIFESTS =
            Path.of(System.getProperty("basedir", "."), "manifests").toAbsolutePath();
    private static final Path LOGS =
            Path.of(System.getProperty("basedir", "."), "target", "cluster").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(2);
    private static final String ETCD_URL = "http://" + NODE + ":2379";
    private static final String URL = "https://" + NODE + ":6443";

    private final Path directory;
    private final Process etcd;
    private @Nullable Process server;
    private @Nullable KubernetesClient admin;

    private ApiServer(Path directory) throws IOException {
        this.directory = directory;
        this.etcd = startEtcd();
    }

    /** One that answers, with Tailrace's rights in place. */
    static ApiServer startUnchecked() {
        try {
            Path directory = Files.createTempDirectory("tailrace-cluster");
            Files.createDirectories(LOGS);
            writeKeys(directory);
            Files.writeString(
                    directory.resolve("tokens.csv"),
                    """
                    admin-token,admin,1,system:masters
                    tailrace-token,system:serviceaccount:tailrace:tailrace,2,system:serviceaccounts
                    """);
            ApiServer started = new ApiServer(directory);
            try {
                started.start();
                started.grant();
                return started;
            } catch (RuntimeException | Error e) {
                started.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, again after {@link #kill}, with the same address, certificate and data. */
    void start() {
        List<String> command = new ArrayList<>();
        command.add(KubeBinaries.path("kube-apiserver"));
        command.add("--etcd-servers=" + ETCD_URL);
        command.add("--bind-address=" + NODE);
        command.add("--advertise-address=" + NODE);
        command.add("--secure-port=6443");
        command.add("--cert-dir=" + directory.resolve("certificates"));
        command.add("--service-account-issuer=" + URL);
        command.add("--service-account-key-file=" + directory.resolve("accounts.pub"));
        command.add("--service-account-signing-key-file=" + directory.resolve("accounts.key"));
        command.add("--service-cluster-ip-range=10.96.0.0/16,fd96::/112");
        command.add("--token-auth-file=" + directory.resolve("tokens.csv"));
        command.add("--authorization-mode=RBAC");
        // No controller makes the account that each namespace would have to have first.
        command.add("--disable-admission-plugins=ServiceAccount");
        server = launch("kube-apiserver", command);
        Process process = server;
        Until.isTrue("an API server that is ready, see " + LOGS, START, () -> isReady(process));
    }

    private boolean isReady(Process process) {
        if (!process.isAlive()) {
            throw new AssertionError("kube-apiserver ended, see " + LOGS);
        }
        if (!Files.exists(certificate())) {
            return false;
        }
        try {
            return "ok".equals(admin().raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    boolean isRunning() {
        return server != null && server.isAlive();
    }

    /** After a test, wherever it has ended: others need it. */
    void ensureRunning() {
        if (!isRunning()) {
            start();
        }
    }

    /** Ends it at once, as a crash would. */
    void kill() {
        Process process = server;
        if (process != null) {
            end(process);
        }
    }

    /** A client that may do anything; it retries nothing. */
    KubernetesClient admin() {
        KubernetesClient client = admin;
        if (client == null) {
            Config config = Config.fromKubeconfig(kubeconfig(ADMIN).toFile());
            config.setRequestRetryBackoffLimit(0);
            client = new KubernetesClientBuilder().withConfig(config).build();
            admin = client;
        }
        return client;
    }

    /** A kubeconfig file, with one context of that name. */
    Path kubeconfig(String user) {
        try {
            return Files.writeString(
                    directory.resolve(user + ".kubeconfig"),
                    """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
                    users: [{name: %3$s, user: {token: %3$s-token}}]
                    contexts: [{name: %3$s, context: {cluster: test, user: %3$s}}]
                    current-context: %3$s
                    """
                            .formatted(URL, certificate(), user));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code deploy/manifests/rbac.yaml} says. */
    void grant() {
        apply("rbac.yaml");
    }

    /** Takes them back, and Tailrace may do nothing. */
    void revoke() {
        for (HasMetadata granted : load("rbac.yaml")) {
            if (granted.getKind().endsWith("RoleBinding")) {
                admin().resource(granted).delete();
            }
        }
    }

    /** What one of {@code deploy/manifests} says. */
    void apply(String manifest) {
        for (HasMetadata object : load(manifest)) {
            admin().resource(object).forceConflicts().serverSideApply();
        }
    }

    private List<HasMetadata> load(String manifest) {
        byte[] yaml = manifest(manifest).getBytes(StandardCharsets.UTF_8);
        return admin().load(new ByteArrayInputStream(yaml)).items();
    }

    /** The text of one of them. */
    static String manifest(String name) {
        try {
            return Files.readString(MANIFESTS.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own, with that of its issuer. */
    private Path certificate() {
        return directory.resolve("certificates/apiserver.crt");
    }

    /**
     * Starts the controllers that make EndpointSlices from Services and Pods.
     *
     * @return ends them
     */
    Runnable startControllers() {
        List<String> command = new ArrayList<>();
        command.add(KubeBinaries.path("kube-controller-manager"));
        command.add("--kubeconfig=" + kubeconfig(ADMIN));
        command.add("--controllers=endpointslice-controller");
        command.add("--bind-address=" + NODE);
        command.add("--cert-dir=" + directory.resolve("controllers"));
        command.add("--leader-elect=false");
        Process controllers = launch("kube-controller-manager", command);
        return () -> end(controllers);
    }

    private Process startEtcd() {
        List<String> command = new ArrayList<>();
        command.add(KubeBinaries.path("etcd"));
        command.add("--data-dir=" + directory.resolve("etcd"));
        command.add("--listen-client-urls=" + ETCD_URL);
        command.add("--advertise-client-urls=" + ETCD_URL);
        command.add("--listen-peer-urls=http://" + NODE + ":2380");
        // The data lasts as long as the tests.
        command.add("--unsafe-no-fsync");
        return launch("etcd", command);
    }

    private static Process launch(String name, List<String> command) {
        File log = LOGS.resolve(name + ".log").toFile();
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key pair that tokens of service accounts are signed with. */
    private static void writeKeys(Path directory) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            writePem(
                    directory.resolve("accounts.key"),
                    "PRIVATE KEY",
                    keys.getPrivate().getEncoded());
            writePem(
                    directory.resolve("accounts.pub"), "PUBLIC KEY", keys.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void writePem(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private static void end(Process process) {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + process);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        KubernetesClient client = admin;
        if (client != null) {
            client.close();
        }
        kill();
        end(etcd);
        delete(directory);
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
