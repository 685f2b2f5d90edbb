package io.tailrace.deploy.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tailrace.deploy.TailraceProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a test class has of the {@link ApiServer}: a namespace, pods, and Tailrace. All of it ends
 * with the class; the namespace stays, empty, as no controller removes it.
 */
final class Cluster implements AutoCloseable {
    private static final Set<String> CLUSTER_SCOPED = Set.of("Namespace", "Node", "IngressClass");

    /** 10.77.1.1 is the first. */
    private static final AtomicInteger PODS = new AtomicInteger(256);

    /** 10.77.0.2 is the first. */
    private static final AtomicInteger NODES = new AtomicInteger(1);

    private final ApiServer server;
    private final String namespace;
    private final String node = "10.77.0." + NODES.incrementAndGet();
    private final List<Runnable> ends = new ArrayList<>();

    Cluster(ApiServer server, String namespace) {
        this.server = server;
        this.namespace = namespace;
        apply(
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: tailrace}
                spec: {controller: tailrace.io/ingress-controller}
                """
                        .formatted(namespace));
    }

    ApiServer server() {
        return server;
    }

    KubernetesClient admin() {
        return server.admin();
    }

    String namespace() {
        return namespace;
    }

    /** Makes or replaces objects, in this namespace where they name none. */
    void apply(String yaml) {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        for (HasMetadata object : admin().load(new ByteArrayInputStream(bytes)).items()) {
            boolean inNamespace = !CLUSTER_SCOPED.contains(object.getKind());
            if (inNamespace && object.getMetadata().getNamespace() == null) {
                object.getMetadata().setNamespace(namespace);
            }
            admin().resource(object).forceConflicts().serverSideApply();
        }
    }

    /** A pod with an address that none had before. */
    TestPod pod(String name) {
        int next = PODS.incrementAndGet();
        try {
            TestPod pod = TestPod.start(name, "10.77." + next / 256 + "." + next % 256);
            ends.add(pod::close);
            return pod;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An Ingress that sends all of a host to port 80 of the Service web. */
    static String ingress(String name, String host) {
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
                       backend: {service: {name: web, port: {number: 80}}}
               """
                .formatted(name, host);
    }

    /** A Service with port 80, named http, and pods of its own, so many. */
    List<TestPod> service(String name, int pods) {
        apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {ports: [{name: http, port: 80, targetPort: %d}]}
                """
                        .formatted(name, TestPod.PORT));
        List<TestPod> own =
                Stream.iterate(1, i -> i + 1).limit(pods).map(i -> pod(name + "-" + i)).toList();
        endpoints(name, own);
        return own;
    }

    /** Makes these the pods of a Service. */
    void endpoints(String service, List<TestPod> pods) {
        String endpoints =
                pods.stream()
                        .map(pod -> "{addresses: [" + pod.address() + "]}")
                        .collect(Collectors.joining(", "));
        apply(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-1, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: http, port: %2$d}]
                endpoints: [%3$s]
                """
                        .formatted(service, TestPod.PORT, endpoints));
    }

    /** The real controllers that make EndpointSlices from Services and Pods. */
    void startControllers() {
        ends.add(server.startControllers());
    }

    /** The right to read the Secrets of this namespace. */
    void grantSecrets() {
        apply(ApiServer.manifest("secrets-in-namespace.yaml"));
    }

    /** The address of the node of this class, where its Tailrace listens. */
    String node() {
        return node;
    }

    /** The address in the status of an Ingress, once there is one. */
    String awaitAddress(String ingress) {
        return admin().network()
                .v1()
                .ingresses()
                .inNamespace(namespace)
                .withName(ingress)
                .waitUntilCondition(Cluster::isPublished, 30, TimeUnit.SECONDS)
                .getStatus()
                .getLoadBalancer()
                .getIngress()
                .getFirst()
                .getIp();
    }

    @Nullable Ingress ingress(String name) {
        return admin().network().v1().ingresses().inNamespace(namespace).withName(name).get();
    }

    void removeIngress(String itsNamespace, String name) {
        admin().network().v1().ingresses().inNamespace(itsNamespace).withName(name).delete();
    }

    void removeIngresses() {
        admin().network().v1().ingresses().inNamespace(namespace).delete();
    }

    static boolean isPublished(@Nullable Ingress ingress) {
        return ingress != null
                && ingress.getStatus() != null
                && ingress.getStatus().getLoadBalancer() != null
                && !ingress.getStatus().getLoadBalancer().getIngress().isEmpty();
    }

    /**
     * A Tailrace with the rights of its service account, which publishes the node's address; it
     * ends with the class, if it does not before.
     */
    TailraceProcess tailrace(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--publish-address", node));
        all.addAll(List.of(options));
        return tailraceThatPublishes(all);
    }

    /** One more, by options that say what it publishes. */
    TailraceProcess tailraceThatPublishes(List<String> options) throws IOException {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("--kubeconfig", server.kubeconfig(ApiServer.TAILRACE).toString()));
        all.addAll(List.of("--leader-namespace", "tailrace"));
        all.addAll(options);
        TailraceProcess process = TailraceProcess.startInCluster(node, all.toArray(String[]::new));
        ends.add(() -> end(process));
        return process;
    }

    /** In order: the next one can lead at once. */
    static void end(TailraceProcess process) {
        process.terminate();
        try {
            process.awaitExit(30);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.close();
        }
    }

    @Override
    public void close() {
        ends.reversed().forEach(Runnable::run);
        removeIngresses();
        admin().services().inNamespace(namespace).delete();
        admin().discovery().v1().endpointSlices().inNamespace(namespace).delete();
        admin().secrets().inNamespace(namespace).delete();
        admin().configMaps().inNamespace(namespace).delete();
    }
}
