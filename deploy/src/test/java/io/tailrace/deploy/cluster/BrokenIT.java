package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Event;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A flood of Ingresses that cannot be served costs the others nothing, and each is told why. */
@OnCluster
final class BrokenIT {
    private static final int OF_EACH_KIND = 40;

    /** What is wrong with each kind; host, path, Service and port, annotations. */
    private static final List<String> KINDS =
            List.of(
                    "metadata: {name: N}\nspec: {ingressClassName: tailrace, rules: [{host: N.test, http:"
                            + " {paths: [{path: /, pathType: Prefix, backend: {service: {name: none,"
                            + " port: {number: 80}}}}]}}]}",
                    "metadata: {name: N}\nspec: {ingressClassName: tailrace, rules: [{host: N.test, http:"
                            + " {paths: [{path: /, pathType: Prefix, backend: {service: {name: web,"
                            + " port: {name: none}}}}]}}]}",
                    "metadata: {name: N}\nspec: {ingressClassName: tailrace, rules: [{host: N.test, http:"
                            + " {paths: [{path: /a/../b, pathType: ImplementationSpecific, backend:"
                            + " {service: {name: web, port: {number: 80}}}}]}}]}",
                    "metadata: {name: N}\nspec: {ingressClassName: tailrace, tls: [{hosts: [N.test],"
                            + " secretName: none}], rules: [{host: N.test, http: {paths: [{path: /,"
                            + " pathType: Prefix, backend: {service: {name: web, port: {number:"
                            + " 80}}}}]}}]}",
                    "metadata: {name: N}\nspec: {ingressClassName: tailrace, rules: [{host: good.test,"
                            + " http: {paths: [{path: /, pathType: Prefix, backend: {service: {name:"
                            + " web, port: {number: 80}}}}]}}]}");

    private final Cluster cluster;

    BrokenIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldServeTheOthersAndSayWhyWhenManyIngressesAreBroken() throws Exception {
        cluster.service("web", 1);
        cluster.apply(Cluster.ingress("good", "good.test"));
        TailraceProcess proxy = cluster.tailrace();
        cluster.awaitAddress("good");
        try (Asking asking = Asking.start(proxy.http(), "good.test")) {
            Set<String> broken = new TreeSet<>();
            for (int i = 0; i < OF_EACH_KIND * KINDS.size(); i++) {
                String name = "broken-" + i;
                broken.add(name);
                cluster.apply(
                        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
                                + KINDS.get(i % KINDS.size()).replaceAll("\\bN\\b", name));
            }
            cluster.apply(Cluster.ingress("late", "late.test"));
            cluster.awaitAddress("late");
            assertEquals(200, RawConnection.get(proxy.http(), "late.test", "/").status());
            // They are written at 10 per second.
            Until.isTrue(
                    "a warning for each",
                    Duration.ofMinutes(2),
                    () -> warned().containsAll(broken));
            assertEquals(List.of(), asking.wrong());
        }
    }

    /** The Ingresses that Events warn of. */
    private Set<String> warned() {
        return cluster
                .admin()
                .v1()
                .events()
                .inNamespace(cluster.namespace())
                .list()
                .getItems()
                .stream()
                .filter(event -> event.getType().equals("Warning"))
                .map(Event::getInvolvedObject)
                .map(io.fabric8.kubernetes.api.model.ObjectReference::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
