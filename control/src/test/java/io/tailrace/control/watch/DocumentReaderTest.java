package io.tailrace.control.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import io.tailrace.control.model.TlsModel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentReaderTest {
    private final DocumentReader reader = new DocumentReader();

    @Test
    void shouldReadEveryPartOfAnIngress() {
        IngressModel ingress =
                (IngressModel)
                        found(
                                """
                                apiVersion: networking.k8s.io/v1
                                kind: Ingress
                                metadata:
                                  name: web
                                  namespace: shop
                                  creationTimestamp: "2024-05-06T07:08:09Z"
                                  annotations:
                                    kubernetes.io/ingress.class: old
                                    nginx.ingress.kubernetes.io/ssl-redirect: "false"
                                    tailrace.io/ssl-redirect: "false"
                                spec:
                                  ingressClassName: tailrace
                                  defaultBackend:
                                    service: {name: rest, port: {number: 80}}
                                  rules:
                                    - host: a.example
                                      http:
                                        paths:
                                          - path: /foo
                                            pathType: Prefix
                                            backend:
                                              service: {name: foo, port: {name: http}}
                                    - host: b.example
                                  tls:
                                    - hosts: [a.example, "*.b.example"]
                                      secretName: web-tls
                                    - {}
                                """);

        PathModel path = new PathModel("/foo", "Prefix", new BackendModel.ToService("foo", "http"));
        assertEquals(
                new IngressModel(
                        ObjectKey.ingress("shop", "web"),
                        Instant.parse("2024-05-06T07:08:09Z"),
                        "tailrace",
                        "old",
                        new BackendModel.ToService("rest", "80"),
                        List.of(
                                new RuleModel("a.example", List.of(path)),
                                new RuleModel("b.example", null)),
                        List.of(
                                new TlsModel(List.of("a.example", "*.b.example"), "web-tls"),
                                new TlsModel(List.of(), "")),
                        Map.of("ssl-redirect", "false")),
                ingress);
    }

    @Test
    void shouldReadAnIngressOfHardlyAnythingWhenFieldsAreAbsent() {
        IngressModel ingress =
                (IngressModel)
                        found(
                                """
                                apiVersion: networking.k8s.io/v1
                                kind: Ingress
                                metadata: {name: web}
                                spec: {}
                                """);

        assertEquals(
                new IngressModel(
                        ObjectKey.ingress("default", "web"),
                        IngressModel.UNDATED,
                        "",
                        "",
                        null,
                        List.of(),
                        List.of(),
                        Map.of()),
                ingress);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                 | the backend names no service",
                "{resource: {kind: Bucket, name: b}}                | resource backends are not",
                "{service: {port: {number: 80}}}                    | the backend names no service",
                "{service: {name: A_b, port: {number: 80}}}         | \"A_b\" is not a service name",
                "{service: {name: a}}                               | names no port of service a",
                "{service: {name: a, port: {}}}                     | names no port of service a",
                "{service: {name: a, port: {number: 0}}}            | port number 0 is not 1 to",
                "{service: {name: a, port: {number: 65536}}}        | port number 65536 is not 1",
                "{service: {name: a, port: {number: 1, name: http}}}| has a number and a name",
                "{service: {name: a, port: {name: '80'}}}           | \"80\" is not a port name",
            })
    void shouldSayWhyWhenABackendNamesNoServicePort(String backend, String reason) {
        IngressModel ingress = (IngressModel) found(ingressWithDefaultBackend(backend));

        BackendModel.Unusable unusable =
                assertInstanceOf(BackendModel.Unusable.class, ingress.defaultBackend());
        assertTrue(unusable.reason().contains(reason), unusable.reason());
    }

    @Test
    void shouldTakeThePortNameWhenTheNumberIsAZeroValue() {
        IngressModel ingress =
                (IngressModel)
                        found(
                                ingressWithDefaultBackend(
                                        "{service: {name: a, port: {number: 0, name: http}}}"));

        assertEquals(new BackendModel.ToService("a", "http"), ingress.defaultBackend());
    }

    @Test
    void shouldReadAnIngressClass() {
        assertEquals(
                new ClassModel(
                        ObjectKey.ingressClass("tailrace"),
                        "tailrace.io/ingress-controller",
                        true,
                        new ClassModel.Parameters("", "ConfigMap", "infra", "settings")),
                found(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: IngressClass
                        metadata:
                          name: tailrace
                          annotations:
                            ingressclass.kubernetes.io/is-default-class: "true"
                        spec:
                          controller: tailrace.io/ingress-controller
                          parameters:
                            kind: ConfigMap
                            scope: Namespace
                            namespace: infra
                            name: settings
                        """));
    }

    @Test
    void shouldReadAConfigMap() {
        assertEquals(
                new ConfigMapModel(
                        new ObjectKey(Kind.CONFIG_MAP, "infra", "settings"),
                        Map.of("forwarded", "on", "file", "x".repeat(512) + "...")),
                found(
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: settings, namespace: infra}
                        binaryData: {a: eA==}
                        data:
                          forwarded: "on"
                          file: %s
                        """
                                .formatted("x".repeat(600))));
    }

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    @Test
    void shouldReadASecretAsClusterAndPeopleWriteIt() {
        String encoded =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: web-tls, namespace: shop}
                type: kubernetes.io/tls
                data:
                  ca.crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tClEwRT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
                  tls.crt: >
                    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tClEwVlNWQT09Ci0tLS0tRU5E
                    IENFUlRJRklDQVRFLS0tLS0K
                  tls.key: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tClMwVloKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=
                """;
        String plain =
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: web-tls, namespace: shop}
                type: kubernetes.io/tls
                data: {tls.crt: "!"}
                stringData:
                  tls.crt: |
                    -----BEGIN CERTIFICATE-----
                    Q0VSVA==
                    -----END CERTIFICATE-----
                  tls.key: |
                    some words
                    -----BEGIN PRIVATE KEY-----
                    S0VZ
                    -----END PRIVATE KEY-----
                  ca.crt: |
                    -----BEGIN CERTIFICATE-----
                    Q0E=
                    -----END CERTIFICATE-----
                """;
        SecretModel read =
                new SecretModel(
                        ObjectKey.secret("shop", "web-tls"),
                        "kubernetes.io/tls",
                        pem("CERTIFICATE", "Q0VSVA=="),
                        pem("PRIVATE KEY", "S0VZ"),
                        pem("CERTIFICATE", "Q0E="));

        assertEquals(read, found(encoded));
        assertEquals(read, found(plain));
        assertNotEquals(read, found(plain.replace("S0VZ", "S0VY")));
        assertArrayEquals(
                "KEY".getBytes(StandardCharsets.US_ASCII),
                read.privateKey().blocks().getFirst().content());
        assertEquals("secret shop/web-tls", read.toString());
    }

    @Test
    void shouldKeepNothingOfASecretOfAnotherType() {
        assertEquals(
                new SecretModel(
                        ObjectKey.secret("shop", "release"), "helm.sh/release.v1", "", "", ""),
                found(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: release, namespace: shop}
                        type: helm.sh/release.v1
                        data: {tls.key: S0VZ, release: "!"}
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {tls.key: 'S3cret!'}             | data.tls.key",
                "data: {tls.key: [S3cret]}              | data.tls.key",
                "data: [S3cret]                         | data",
                "stringData: {tls.key: {a: S3cret}}     | stringData.tls.key",
                "type: {S3cret: S3cret}                 | type",
                "immutable: S3cret                      | immutable",
            })
    void shouldNeverQuoteWhatASecretHolds(String part, String place) {
        Read.Unreadable unreadable =
                unreadable(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: web-tls}
                        %s
                        """
                                .formatted(part));

        assertEquals(place, unreadable.place());
        assertFalse(unreadable.toString().contains("S3cret"), unreadable.toString());
    }

    @Test
    void shouldReadAServiceWithItsTcpPortsOnly() {
        assertEquals(
                new ServiceModel(
                        ObjectKey.service("shop", "dns"),
                        false,
                        List.of(new PortModel("tcp", 53), new PortModel("web", 80))),
                found(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: dns, namespace: shop}
                        spec:
                          ports:
                            - {name: udp, port: 53, protocol: UDP}
                            - {name: tcp, port: 53, protocol: TCP, targetPort: dns}
                            - {name: web, port: 80}
                        """));
    }

    @Test
    void shouldReadHowAServiceIsReached() {
        assertEquals(
                new ServiceModel(
                        ObjectKey.service("shop", "web"),
                        List.of(new PortModel("web", 80, "kubernetes.io/ws")),
                        false,
                        "",
                        List.of(
                                InetAddress.ofLiteral("fd00::7"),
                                InetAddress.ofLiteral("10.96.0.7")),
                        List.of("IPv6", "IPv4"),
                        true),
                found(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web, namespace: shop}
                        spec:
                          clusterIP: "fd00::7"
                          clusterIPs: ["fd00::7", 10.96.0.7]
                          ipFamilies: [IPv6, IPv4]
                          publishNotReadyAddresses: true
                          ports: [{name: web, port: 80, appProtocol: kubernetes.io/ws}]
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '$',
            value = {
                "$clusterIP: 10.96.0.7$, [/10.96.0.7]",
                "$clusterIP: None$, []",
                "$clusterIPs: [None]$, []",
                "$clusterIP: ''$, []",
                "$type: ClusterIP$, []"
            })
    void shouldReadTheAddressOfAServiceOrThatItHasNone(String part, String addresses) {
        ServiceModel service =
                (ServiceModel)
                        found(
                                """
                                apiVersion: v1
                                kind: Service
                                metadata: {name: web}
                                spec: {%s, ports: [{port: 80}]}
                                """
                                        .formatted(part));
        assertEquals(addresses, service.addresses().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1", "here", "10.0.0.256", "1"})
    void shouldRefuseAServiceWhoseAddressIsNone(String address) {
        Read.Unreadable unreadable =
                unreadable(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web}
                        spec: {clusterIP: "%s", ports: [{port: 80}]}
                        """
                                .formatted(address));
        assertEquals("spec.clusterIP", unreadable.place());
        assertEquals("\"" + address + "\" is not an address", unreadable.reason());
    }

    @Test
    void shouldReadForWhomEndpointsAreMeant() {
        SliceModel slice =
                (SliceModel)
                        found(
                                """
                                apiVersion: discovery.k8s.io/v1
                                kind: EndpointSlice
                                metadata: {name: web-1, namespace: shop}
                                addressType: IPv4
                                ports: [{name: web, port: 8080, appProtocol: http}]
                                endpoints:
                                  - addresses: [10.0.0.1]
                                    hints:
                                      forZones: [{name: z1}, {name: z2}]
                                      forNodes: [{name: n1}]
                                  - addresses: [10.0.0.2]
                                    hints: {}
                                """);
        assertEquals(List.of(new PortModel("web", 8080, "http")), slice.ports());
        assertEquals(
                List.of(
                        new EndpointModel(
                                InetAddress.ofLiteral("10.0.0.1"),
                                true,
                                true,
                                false,
                                List.of("z1", "z2"),
                                List.of("n1")),
                        endpoint("10.0.0.2", true, true, false)),
                slice.endpoints());
    }

    @Test
    void shouldReadAnExternalNameService() {
        ServiceModel service =
                (ServiceModel)
                        found(
                                """
                                apiVersion: v1
                                kind: Service
                                metadata: {name: out}
                                spec: {type: ExternalName, externalName: example.org}
                                """);

        assertTrue(service.external());
        assertEquals("example.org", service.externalName());
    }

    @Test
    void shouldReadASliceWithConditionsAsTheApiSays() {
        SliceModel slice =
                (SliceModel)
                        found(
                                """
                                apiVersion: discovery.k8s.io/v1
                                kind: EndpointSlice
                                metadata:
                                  name: web-1
                                  namespace: shop
                                  labels: {kubernetes.io/service-name: web}
                                addressType: IPv4
                                ports:
                                  - {name: http, port: 8080}
                                  - {name: any}
                                  - {name: dns, port: 53, protocol: UDP}
                                endpoints:
                                  - addresses: [10.0.0.1, 10.9.9.9]
                                  - addresses: [10.0.0.2]
                                    conditions: {}
                                  - addresses: [127.0.0.1]
                                    conditions: {ready: false, terminating: true}
                                  - addresses: [10.0.0.4]
                                    conditions: {ready: false, serving: false}
                                """);

        assertEquals(
                new SliceModel(
                        ObjectKey.slice("shop", "web-1"),
                        "web",
                        false,
                        List.of(new PortModel("http", 8080)),
                        List.of(
                                endpoint("10.0.0.1", true, true, false),
                                endpoint("10.0.0.2", true, true, false),
                                endpoint("127.0.0.1", false, true, true),
                                endpoint("10.0.0.4", false, false, false))),
                slice);
    }

    @Test
    void shouldReadAnIpv6Slice() {
        SliceModel slice = (SliceModel) found(slice("IPv6", "fd00::7"));

        assertEquals(List.of(endpoint("fd00::7", true, true, false)), slice.endpoints());
    }

    @Test
    void shouldResolveNothingWhenASliceHoldsNames() {
        SliceModel slice = (SliceModel) found(slice("FQDN", "pod.example.org"));

        assertTrue(slice.fqdn());
        assertEquals(List.of(), slice.endpoints());
    }

    @ParameterizedTest
    @CsvSource({
        "IPv4, 10.0.0, is not an IPv4 address",
        "IPv4, 10.0.0.256, is not an IPv4 address",
        "IPv4, 010.0.0.01x, is not an IPv4 address",
        "IPv4, example.org, is not an IPv4 address",
        "IPv4, fd00::1, is not an IPv4 address",
        "IPv6, 10.0.0.1, is not an IPv6 address",
        "IPv6, ::ffff:10.0.0.1, is not an IPv6 address",
        "IPv4, 0.0.0.0, is not the address of one pod",
        "IPv4, 169.254.169.254, is not the address of one pod",
        "IPv4, 224.0.0.1, is not the address of one pod",
        "IPv6, '::', is not the address of one pod",
        "IPv6, fe80::1, is not the address of one pod",
    })
    void shouldRefuseASliceWhenAnAddressIsNone(String type, String address, String reason) {
        Read.Unreadable unreadable = unreadable(slice(type, address));

        assertEquals(ObjectKey.slice("shop", "web-1"), unreadable.object());
        assertEquals("endpoints[0].addresses[0]", unreadable.place());
        assertTrue(unreadable.reason().endsWith(reason), unreadable.reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec: {rules: [null]}                      | spec.rules[0]        | is missing",
                "spec: {rules: [{http: {paths: [null]}}]}   | spec.rules[0].http.paths[0] | is missing",
                "spec: {rules: {a: b}}                      | spec.rules           | is not a list",
                "spec: {rules: [{http: 7}]}                 | spec.rules[0].http   | is not a mapping",
                "spec: null                                 | spec                 | is missing",
                "spec: {defaultBackend: {service: {port: {number: eighty}}}} "
                        + "| spec.defaultBackend.service.port.number "
                        + "| \"eighty\" is not a whole number",
            })
    void shouldNameFieldAndReasonWhenAnIngressHasTheWrongShape(
            String spec, String place, String reason) {
        Read.Unreadable unreadable =
                unreadable(
                        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
                                + "metadata: {name: web, namespace: shop}\n"
                                + spec);

        assertEquals(ObjectKey.ingress("shop", "web"), unreadable.object());
        assertEquals(place, unreadable.place());
        assertEquals(reason, unreadable.reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                | metadata.name      | is missing",
                "{name: ''}                        | metadata.name      | is missing",
                "{name: Web}                       | metadata.name      | \"Web\" is not a name",
                "{name: \"a\\nb\"}                 | metadata.name      | \"a\\u000ab\" is not a name",
                "{name: web, namespace: a.b}       | metadata.namespace | \"a.b\" is not a namespace",
                "null                              | metadata           | is missing",
            })
    void shouldRefuseAnObjectWithoutAProperName(String metadata, String place, String reason) {
        Read.Unreadable unreadable =
                unreadable("apiVersion: v1\nkind: Service\nspec: {}\nmetadata: " + metadata);

        assertNull(unreadable.object());
        assertEquals(place, unreadable.place());
        assertEquals(reason, unreadable.reason());
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        Read.Unreadable unreadable =
                unreadable(
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: Ingress
                        metadata: {name: web, creationTimestamp: yesterday}
                        spec: {}
                        """);

        assertEquals("metadata.creationTimestamp", unreadable.place());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}",
                "apiVersion: apps/v1\nkind: Deployment\nspec: 5",
                "apiVersion: v1\nkind: Pod\ndata: null",
                "apiVersion: serving.knative.dev/v1\nkind: Service",
                "apiVersion: networking.internal.knative.dev/v1alpha1\nkind: Ingress",
                "# only a comment",
                "",
                "null",
            })
    void shouldPassOverWhatTheModelDoesNotHold(String text) {
        assertEquals(List.of(), reader.read(text, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, Ingress, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, Ingress, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, IngressClass, networking.k8s.io/v1",
        "discovery.k8s.io/v1beta1, EndpointSlice, discovery.k8s.io/v1",
        "v2, Service, v1",
    })
    void shouldNameTheVersionToWriteWhenAnotherIsStated(
            String version, String kind, String served) {
        Read.Unreadable unreadable =
                unreadable("apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: a}");

        assertEquals("apiVersion", unreadable.place());
        assertEquals("of " + kind + " is not read, write " + served, unreadable.reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicaCount: 3   | apiVersion",
                "apiVersion: v1    | kind",
                "[1, 2]            | ''",
                "just words        | ''",
            })
    void shouldRefuseADocumentThatIsNoKubernetesObject(String text, String place) {
        Read.Unreadable unreadable = unreadable(text);

        assertNull(unreadable.object());
        assertEquals(place, unreadable.place());
    }

    @Test
    void shouldReadTheOtherItemsWhenOneOfAListIsBad() {
        List<Read> reads =
                reader.read(
                        """
                        apiVersion: v1
                        kind: List
                        items:
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: a}
                            spec: {ports: [{port: 80}]}
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: b}
                            spec: {ports: [{port: many}]}
                          - null
                          - apiVersion: v1
                            kind: Pod
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: c}
                            spec: {ports: [{}]}
                          - apiVersion: v1
                            kind: Service
                            metadata: {name: d}
                            spec: {}
                        """,
                        1);

        assertEquals(5, reads.size());
        assertEquals(ObjectKey.service("default", "a"), key(reads.get(0)));
        assertEquals(
                new Read.Unreadable(
                        ObjectKey.service("default", "b"),
                        "items[1].spec.ports[0].port",
                        "\"many\" is not a whole number"),
                reads.get(1));
        assertEquals(new Read.Unreadable(null, "items[2]", "is missing"), reads.get(2));
        assertEquals(
                new Read.Unreadable(
                        ObjectKey.service("default", "c"),
                        "items[4].spec.ports[0].port",
                        "is missing"),
                reads.get(3));
        assertEquals(ObjectKey.service("default", "d"), key(reads.get(4)));
    }

    @Test
    void shouldReadATypedList() {
        List<Read> reads =
                reader.read(
                        """
                        {"apiVersion": "v1", "kind": "ServiceList", "metadata": {}, "items": [
                        \t{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"},
                        \t "spec": {"ports": [{"port": 80}]}}]}
                        """,
                        1);

        assertEquals(1, reads.size());
        assertEquals(ObjectKey.service("default", "a"), key(reads.get(0)));
    }

    @Test
    void shouldReadJsonObjectsThatFollowOneAnother() {
        String service =
                """
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"}, "spec": {}}
                """;

        List<Read> reads = reader.read(service.formatted("a") + service.formatted("b"), 1);

        assertEquals(ObjectKey.service("default", "a"), key(reads.get(0)));
        assertEquals(ObjectKey.service("default", "b"), key(reads.get(1)));
    }

    @Test
    void shouldReadYamlInFlowStyle() {
        assertEquals(
                ObjectKey.service("default", "a"),
                found("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {}}").key());
    }

    @Test
    void shouldNameTheLineOfTheFileWhenTheSyntaxIsBad() {
        Read.Unreadable unreadable =
                (Read.Unreadable)
                        reader.read("apiVersion: v1\nkind: Service\n  metadata: {name: a}\n", 11)
                                .get(0);

        assertEquals("line 13", unreadable.place());
    }

    @Test
    void shouldNotQuoteTheTextWhenTheSyntaxIsBad() {
        Read.Unreadable unreadable =
                unreadable("apiVersion: v1\nkind: Secret\ndata: {password: hunter2, ]");

        assertFalse(unreadable.toString().contains("hunter2"), unreadable.toString());
    }

    @Test
    void shouldRefuseAFieldThatIsStatedTwice() {
        Read.Unreadable unreadable =
                unreadable("apiVersion: v1\nkind: Service\nspec: {}\nspec: {}\n");

        assertEquals("line 4", unreadable.place());
    }

    @Test
    void shouldRefuseAFieldThatIsStatedTwiceInJson() {
        Read.Unreadable unreadable =
                unreadable("{\"apiVersion\": \"v1\",\n \"kind\": \"a\", \"kind\": \"b\"}");

        assertEquals("line 2", unreadable.place());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "- "})
    void shouldRefuseADeepNesting(String opening) {
        assertEquals(
                "is nested deeper than 100 levels", unreadable(opening.repeat(200_000)).reason());
    }

    @Test
    void shouldRefuseANestingThatAliasesMakeDeep() {
        StringBuilder text = new StringBuilder("a0: &a0 ").append(nested("x"));
        for (int i = 1; i < 5; i++) {
            text.append("a%d: &a%d ".formatted(i, i)).append(nested("*a" + (i - 1)));
        }

        assertEquals("is nested deeper than 100 levels", unreadable(text.toString()).reason());
    }

    private static String nested(String core) {
        return "[".repeat(40) + core + "]".repeat(40) + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&a [*a]",
                "spec: &spec {ports: *spec}",
                "metadata: &m {name: a, labels: [*m]}",
                "items: &i [{kind: List, apiVersion: v1, items: *i}]",
            })
    void shouldRefuseATreeThatHoldsItself(String text) {
        assertEquals("has a part that holds itself", unreadable(text).reason());
    }

    @Test
    void shouldReadWhatAliasesStandFor() {
        ServiceModel service =
                (ServiceModel)
                        found(
                                """
                                apiVersion: v1
                                kind: Service
                                metadata: {name: &name a, labels: {app: *name}}
                                spec: {ports: [&p {name: x, port: 80}, *p]}
                                """);

        assertEquals(List.of(new PortModel("x", 80), new PortModel("x", 80)), service.ports());
    }

    @Test
    void shouldSurviveAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Service\na0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            String former = "*a" + (i - 1);
            text.append("a%d: &a%d [%s,%s,%s]%n".formatted(i, i, former, former, former));
        }

        Read.Unreadable unreadable = unreadable(text.toString());

        assertTrue(unreadable.reason().contains("aliases"), unreadable.reason());
    }

    @Test
    void shouldSurviveAnyDamage() {
        Random random = new Random(11);
        String alphabet = "-:[]{}&*!|>%@`\"'#,? \n\t\u0000\u0085\ufeff\ud83d~0x9.eE_=<ab";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(slice("IPv4", "10.0.0.1"));
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    default -> text.insert(at, text.substring(at / 2, at));
                }
            }
            for (Read read : reader.read(text.toString(), 1)) {
                assertFalse(read.toString().contains("\n"), read::toString);
            }
        }
    }

    private static String ingressWithDefaultBackend(String backend) {
        return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"
                + ("spec: {defaultBackend: " + backend + "}");
    }

    private static String slice(String type, String address) {
        return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: shop}
        addressType: %s
        ports: [{port: 80}]
        endpoints: [{addresses: ["%s"]}]
        """
                .formatted(type, address);
    }

    private static EndpointModel endpoint(
            String address, boolean ready, boolean serving, boolean terminating) {
        return new EndpointModel(InetAddress.ofLiteral(address), ready, serving, terminating);
    }

    private static ObjectKey key(Read read) {
        return ((Read.Found) read).object().key();
    }

    private ModelObject found(String text) {
        List<Read> reads = reader.read(text, 1);
        assertEquals(1, reads.size(), reads::toString);
        return assertInstanceOf(Read.Found.class, reads.get(0)).object();
    }

    private Read.Unreadable unreadable(String text) {
        List<Read> reads = reader.read(text, 1);
        assertEquals(1, reads.size(), reads::toString);
        return assertInstanceOf(Read.Unreadable.class, reads.get(0));
    }
}
