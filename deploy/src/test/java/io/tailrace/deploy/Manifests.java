package io.tailrace.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifest files of a test, with a class of ours; written as deployment tools write them. */
final class Manifests {
    private final Path directory;

    Manifests(Path directory) throws IOException {
        this.directory = directory;
        write(
                "class",
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: tailrace}
                spec: {controller: tailrace.io/ingress-controller}
                """);
    }

    Path directory() {
        return directory;
    }

    /** Replaces a file by an atomic rename. */
    Manifests write(String name, String yaml) throws IOException {
        Path scratch = directory.resolve("." + name + ".tmp");
        Files.writeString(scratch, yaml);
        Files.move(scratch, directory.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /**
     * An Ingress of one host.
     *
     * @param rules {@code path=service}, Prefix
     */
    Manifests ingress(String name, String host, String... rules) throws IOException {
        return annotatedIngress(name, host, List.of(), rules);
    }

    /**
     * The same with annotations for us.
     *
     * @param annotations {@code name: value}, the name without its prefix
     */
    Manifests annotatedIngress(String name, String host, List<String> annotations, String... rules)
            throws IOException {
        return ingress(name, host, annotations, null, rules);
    }

    /** One whose host has the certificate of a Secret. */
    Manifests tlsIngress(String name, String host, String secret, String... rules)
            throws IOException {
        return ingress(name, host, List.of(), secret, rules);
    }

    /**
     * All of it.
     *
     * @param secret empty: the host has the default certificate; null: none
     */
    Manifests ingress(
            String name,
            String host,
            List<String> annotations,
            @Nullable String secret,
            String... rules)
            throws IOException {
        String secretName = secret == null || secret.isEmpty() ? "" : ", secretName: " + secret;
        String tls = secret == null ? "" : "\n  tls: [{hosts: [" + host + "]" + secretName + "}]";
        StringBuilder yaml = new StringBuilder();
        yaml.append("apiVersion: networking.k8s.io/v1\nkind: Ingress\n");
        yaml.append("metadata:\n  name: ").append(name).append('\n');
        yaml.append(annotations.isEmpty() ? "" : "  annotations:\n");
        annotations.forEach(line -> yaml.append("    tailrace.io/").append(line).append('\n'));
        yaml.append("spec:\n  ingressClassName: tailrace").append(tls);
        yaml.append("\n  rules:\n  - host: ").append(host);
        yaml.append("\n    http:\n      paths:\n");
        for (String rule : rules) {
            String[] parts = rule.split("=", 2);
            yaml.append("      - path: ").append(parts[0]).append("\n        pathType: Prefix\n");
            yaml.append("        backend: {service: {name: ").append(parts[1]);
            yaml.append(", port: {number: 80}}}\n");
        }
        return write("ingress-" + name, yaml.toString());
    }

    /** A Service of port 80 and one EndpointSlice per pod. */
    Manifests service(String name, int... podPorts) throws IOException {
        StringBuilder yaml = new StringBuilder();
        yaml.append("apiVersion: v1\nkind: Service\nmetadata: {name: ").append(name);
        yaml.append("}\nspec: {ports: [{port: 80}]}\n");
        for (int port : podPorts) {
            yaml.append("---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n");
            yaml.append("  name: ").append(name).append('-').append(port);
            yaml.append("\n  labels: {kubernetes.io/service-name: ").append(name);
            yaml.append("}\naddressType: IPv4\nports: [{port: ").append(port);
            yaml.append("}]\nendpoints: [{addresses: [127.0.0.1]}]\n");
        }
        return write("service-" + name, yaml.toString());
    }
}
