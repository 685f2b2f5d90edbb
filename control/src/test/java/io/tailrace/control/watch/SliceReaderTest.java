package io.tailrace.control.watch;

import static io.tailrace.control.watch.Documents.found;
import static io.tailrace.control.watch.Documents.slice;
import static io.tailrace.control.watch.Documents.unreadable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.SliceModel;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SliceReaderTest {
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

    private static EndpointModel endpoint(
            String address, boolean ready, boolean serving, boolean terminating) {
        return new EndpointModel(InetAddress.ofLiteral(address), ready, serving, terminating);
    }
}
