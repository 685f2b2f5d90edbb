package io.tailrace.control.watch;

import static io.tailrace.control.watch.Documents.found;
import static io.tailrace.control.watch.Documents.unreadable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.ServiceModel;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceReaderTest {
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
}
