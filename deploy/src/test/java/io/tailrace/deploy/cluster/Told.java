package io.tailrace.deploy.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tailrace.deploy.Until;
import java.util.List;

/** The warning events of a namespace. */
final class Told {
    private final KubernetesClient admin;
    private final String namespace;

    Told(Cluster cluster) {
        this.admin = cluster.admin();
        this.namespace = cluster.namespace();
    }

    /** Fails if no event about this object that has this text comes. */
    void await(String kind, String name, String text) {
        Until.isTrue(
                "event about " + kind + " " + name + ": " + text,
                () -> messages(kind, name).stream().anyMatch(message -> message.contains(text)));
    }

    /** Fails if the events about this object do not go. */
    void awaitNone(String kind, String name) {
        Until.isTrue("no event about " + kind + " " + name, () -> messages(kind, name).isEmpty());
    }

    List<String> messages(String kind, String name) {
        return admin
                .v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.kind", kind)
                .withField("involvedObject.name", name)
                .list()
                .getItems()
                .stream()
                .filter(event -> event.getType().equals("Warning"))
                .map(Event::getMessage)
                .toList();
    }
}
