package io.tailrace.control.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.ModelObject;
import io.tailrace.control.watch.DocumentReader;
import io.tailrace.control.watch.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastGoodTest {
    private static final String OBJECTS =
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata:
                  name: tailrace
                  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
                spec:
                  controller: tailrace.io/ingress-controller
                  parameters: {kind: ConfigMap, scope: Namespace, namespace: tailrace, name: settings}
              - apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: shop
                  creationTimestamp: "2026-01-02T03:04:05Z"
                  annotations:
                    kubernetes.io/ingress.class: tailrace
                    tailrace.io/ssl-redirect: "false"
                    other.example/x: "1"
                spec:
                  ingressClassName: tailrace
                  defaultBackend: {service: {name: web, port: {name: http}}}
                  tls: [{hosts: [a.example], secretName: a-tls}, {}]
                  rules:
                    - host: a.example
                      http:
                        paths:
                          - path: /
                            pathType: Prefix
                            backend: {service: {name: web, port: {number: 80}}}
                          - path: /e
                            pathType: Exact
                            backend: {service: {name: web, port: {name: http}}}
                    - host: b.example
                    - http: {paths: []}
              - apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: plain, namespace: shop}
                spec: {}
              - apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop}
                spec:
                  clusterIPs: ["fd00::7", 10.96.0.7]
                  ipFamilies: [IPv6, IPv4]
                  publishNotReadyAddresses: true
                  ports: [{name: http, port: 80, appProtocol: kubernetes.io/ws}, {name: other, port: 81}]
              - apiVersion: v1
                kind: Service
                metadata: {name: far, namespace: shop}
                spec: {type: ExternalName, externalName: far.example}
              - apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-4
                  namespace: shop
                  labels: {kubernetes.io/service-name: web}
                addressType: IPv4
                ports: [{name: http, port: 8080, appProtocol: kubernetes.io/ws}]
                endpoints:
                  - addresses: [10.0.0.1]
                    hints: {forZones: [{name: z1}, {name: z2}], forNodes: [{name: n1}]}
                  - addresses: [10.0.0.2]
                    conditions: {ready: false, serving: true, terminating: true}
              - apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-6
                  namespace: shop
                  labels: {kubernetes.io/service-name: web}
                addressType: IPv6
                ports: [{name: http, port: 8080}]
                endpoints: [{addresses: ["fd00::1"]}]
              - apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: names, namespace: shop}
                addressType: FQDN
                endpoints: [{addresses: [far.example]}]
              - apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, namespace: tailrace}
                data: {hsts: "on"}
            """;

    private static final String SECRET =
            """
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/tls
            metadata: {name: a-tls, namespace: shop}
            stringData: {tls.crt: public, tls.key: verysecret}
            """;

    private final Path directory;
    private final LastGood lastGood;

    LastGoodTest(@TempDir Path parent) throws IOException {
        this.directory = parent.resolve("state");
        this.lastGood = LastGood.in(directory);
    }

    @Test
    void shouldReadTheSameObjectsWhenTheyWereWritten() throws IOException {
        List<ModelObject> objects = objects(OBJECTS);
        assertEquals(9, objects.size());
        lastGood.write(objects);

        assertEquals(objects, kept());
    }

    @Test
    void shouldReplaceTheFileWhenItWritesAgain() throws IOException {
        lastGood.write(objects(OBJECTS));
        lastGood.write(objects(OBJECTS).subList(0, 1));

        assertEquals(1, kept().size());
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void shouldKeepNoSecretWhenThereAreSome() throws IOException {
        lastGood.write(objects(SECRET));

        assertEquals("", Files.readString(file()));
        assertTrue(kept().isEmpty());
    }

    @Test
    void shouldLetNobodyElseReadWhenItWrites() throws IOException {
        lastGood.write(objects(OBJECTS));

        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void shouldHaveNothingWhenNothingWasWritten() {
        assertNull(lastGood.read());
    }

    @Test
    void shouldReadTheOtherLinesWhenOneIsDamaged() throws IOException {
        List<ModelObject> objects = objects(OBJECTS);
        lastGood.write(objects);
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.set(3, lines.get(3).substring(0, 20));
        Files.write(file(), lines);

        Set<ModelObject> others = new HashSet<>(objects);
        others.remove(objects.get(3));
        assertEquals(others, new HashSet<>(kept()));
    }

    @Test
    void shouldHaveNothingWhenTheFileIsNoText() throws IOException {
        Files.write(file(), new byte[] {'{', (byte) 0xff, (byte) 0xfe, '\n'});

        assertNull(lastGood.read());
    }

    @Test
    void shouldSayWhatIsWrongWhenTheDirectoryIsAFile() throws IOException {
        Path taken = Files.createFile(directory.resolve("taken"));
        IOException e = assertThrows(IOException.class, () -> LastGood.in(taken));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("--state-dir " + taken + ": "), message);
        assertFalse(message.contains("\n"));
    }

    private List<ModelObject> kept() {
        LastGood.Kept kept = lastGood.read();
        assertNotNull(kept);
        return kept.objects();
    }

    private Path file() {
        return directory.resolve("last-good.jsonl");
    }

    private static List<ModelObject> objects(String document) {
        return new DocumentReader()
                .read(document, 1).stream().map(read -> ((Read.Found) read).object()).toList();
    }
}
