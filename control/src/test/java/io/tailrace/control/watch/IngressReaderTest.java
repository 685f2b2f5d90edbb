package io.tailrace.control.watch;

import static io.tailrace.control.watch.Documents.found;
import static io.tailrace.control.watch.Documents.unreadable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.TlsModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngressReaderTest {
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

    private static String ingressWithDefaultBackend(String backend) {
        return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"
                + ("spec: {defaultBackend: " + backend + "}");
    }
}
