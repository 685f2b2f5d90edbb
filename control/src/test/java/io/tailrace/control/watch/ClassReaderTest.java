package io.tailrace.control.watch;

import static io.tailrace.control.watch.Documents.found;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Classes of Ingresses, and the settings that they name. */
final class ClassReaderTest {
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
}
