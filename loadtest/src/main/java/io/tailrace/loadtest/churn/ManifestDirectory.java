package io.tailrace.loadtest.churn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The directory that the proxy watches: one file per host and one per service, each replaced by a
 * rename.
 *
 * <p>Thread: main.
 */
final class ManifestDirectory {
    private static final String PREFIX = "churn-";

    private final Path directory;
    private final String controller;
    private final Map<String, Integer> podPorts;

    /**
     * @param podPorts port of each pod, by its name
     */
    ManifestDirectory(Path directory, String controller, Map<String, Integer> podPorts) {
        this.directory = directory;
        this.controller = controller;
        this.podPorts = Map.copyOf(podPorts);
    }

    /**
     * Writes everything, in the place of what an earlier run has left.
     *
     * @throws IOException with one line for the user, when somebody else's manifests are there
     */
    void writeAll(Rules rules) throws IOException {
        for (Path file : existing()) {
            if (!String.valueOf(file.getFileName()).startsWith(PREFIX)) {
                throw new IOException(
                        "--manifests %s: %s is not of a churn run; an empty directory is needed"
                                .formatted(directory, file.getFileName()));
            }
            Files.delete(file);
        }
        write(
                "class",
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: churn}
                spec: {controller: %s}
                """
                        .formatted(controller));
        for (String service : rules.services().keySet()) {
            writeService(service, rules);
        }
        for (String host : rules.hosts().keySet()) {
            writeHost(host, rules);
        }
    }

    /** Writes or removes the one file that has changed. */
    void write(Change change) throws IOException {
        String host = change.host();
        String service = change.service();
        if (host != null) {
            writeHost(host, change.after());
        }
        if (service != null) {
            writeService(service, change.after());
        }
    }

    private List<Path> existing() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file ->
                                    String.valueOf(file.getFileName())
                                            .matches("[^.].*\\.(yaml|yml|json)"))
                    .toList();
        }
    }

    private void writeHost(String host, Rules rules) throws IOException {
        String name = host.replace("*", "any").replace('.', '-');
        List<PathRule> paths = rules.hosts().get(host);
        if (paths == null) {
            Files.delete(directory.resolve(PREFIX + name + ".yaml"));
            return;
        }
        StringBuilder yaml = new StringBuilder(1024);
        yaml.append("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ");
        yaml.append(name).append("}\nspec:\n  ingressClassName: churn\n  rules:\n  - host: \"");
        yaml.append(host).append("\"\n    http:\n      paths:\n");
        for (PathRule rule : paths) {
            yaml.append("      - {path: ").append(rule.path()).append(", pathType: ");
            yaml.append(rule.exact() ? "Exact" : "Prefix").append(", backend: {service: {name: ");
            yaml.append(rule.service()).append(", port: {number: 80}}}}\n");
        }
        write(name, yaml.toString());
    }

    private void writeService(String service, Rules rules) throws IOException {
        SortedSet<String> pods = rules.services().getOrDefault(service, new TreeSet<>());
        StringBuilder yaml = new StringBuilder(1024);
        yaml.append("apiVersion: v1\nkind: Service\nmetadata: {name: ").append(service);
        yaml.append("}\nspec: {ports: [{port: 80}]}\n");
        for (String pod : pods) {
            yaml.append("---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n");
            yaml.append("metadata: {name: ").append(pod);
            yaml.append(", labels: {kubernetes.io/service-name: ").append(service);
            yaml.append("}}\naddressType: IPv4\nports: [{port: ").append(podPorts.get(pod));
            yaml.append("}]\nendpoints: [{addresses: [127.0.0.1]}]\n");
        }
        write(service, yaml.toString());
    }

    private void write(String name, String yaml) throws IOException {
        Path scratch = directory.resolve("." + PREFIX + name + ".tmp");
        Files.writeString(scratch, yaml);
        Files.move(
                scratch,
                directory.resolve(PREFIX + name + ".yaml"),
                StandardCopyOption.ATOMIC_MOVE);
    }
}
