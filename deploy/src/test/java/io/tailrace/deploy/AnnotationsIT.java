package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Ingresses say of their requests, and Services by name or address, of one running proxy. */
final class AnnotationsIT {
    @TempDir private static Path directory;
    private static Manifests manifests;
    private static EchoPod one;
    private static EchoPod two;
    private static ScriptedPod mute;
    private static TailraceProcess proxy;
    private static InetSocketAddress http;

    @BeforeAll
    static void start() throws Exception {
        one = EchoPod.start("pods", "one");
        two = EchoPod.start("pods", "two");
        mute =
                ScriptedPod.start(
                        (in, _) -> {
                            ScriptedPod.readHead(in);
                            in.read();
                        });
        manifests = new Manifests(directory);
        manifests
                .service("pods", one.port(), two.port())
                .service("one", one.port())
                .service("two", two.port())
                .service("mute", mute.port())
                .service("empty")
                .write(
                        "address",
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: address}
                        spec: {clusterIP: 127.0.0.1, ports: [{port: %d}]}
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: name}
                        spec: {type: ExternalName, externalName: nobody.invalid}
                        """
                                .formatted(one.port()));
        annotated("small", "request-body-max-size: 10B", "/=one");
        annotated("turns", "load-balance: round-robin", "/=pods");
        annotated("quick", "response-head-timeout: 100ms", "/=mute");
        annotated("spare", "default-backend: two", "/=empty", "/full=one");
        proxy = TailraceProcess.start(directory, "--cores=1", "--external-names=on");
        http = proxy.httpAddresses().getFirst();
    }

    private static void annotated(String name, String annotation, String... rules)
            throws IOException {
        manifests.annotatedIngress(name, name + ".test", List.of(annotation), rules);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, one, two, mute}) {
            if (started != null) {
                started.close();
            }
        }
    }

    private static String podOf(RawResponse response) {
        assertEquals(200, response.status(), response::head);
        return response.pod();
    }

    @Test
    void shouldRefuseABodyThatIsLongerThanTheIngressSays() throws IOException {
        try (RawConnection connection = new RawConnection(http)) {
            connection.send(
                    "POST / HTTP/1.1\r\nHost: small.test\r\nContent-Length: 11\r\n\r\nhello world");
            RawResponse response = connection.read();
            assertEquals(413, response.status());
            assertEquals("body_too_large", response.reason());
        }
        try (RawConnection connection = new RawConnection(http)) {
            connection.send(
                    "POST / HTTP/1.1\r\nHost: small.test\r\nContent-Length: 10\r\n\r\nhelloworld");
            assertEquals(200, connection.read().status());
        }
    }

    @Test
    void shouldGoToThePodsInTurnWhenTheIngressSaysSo() throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            counts.merge(podOf(RawConnection.get(http, "turns.test", "/")), 1, Integer::sum);
        }
        assertEquals(Map.of("one", 5, "two", 5), counts);
    }

    @Test
    void shouldWaitForAnAnswerAsLongAsTheIngressSays() throws IOException {
        RawResponse response = RawConnection.get(http, "quick.test", "/");
        assertEquals(504, response.status());
        assertEquals("response_head_timeout", response.reason());
    }

    @Test
    void shouldGoToTheDefaultBackendWhileTheServiceHasNoEndpoint() throws IOException {
        assertEquals("two", podOf(RawConnection.get(http, "spare.test", "/")));
        assertEquals("one", podOf(RawConnection.get(http, "spare.test", "/full")));
    }

    @Test
    void shouldReachAServiceByItsAddressWhenTheIngressSaysSo() throws IOException {
        manifests.write(
                "ingress-reach",
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: reach
                  annotations: {tailrace.io/service-upstream: "true"}
                spec:
                  ingressClassName: tailrace
                  rules:
                    - host: reach.test
                      http:
                        paths:
                          - path: /
                            pathType: Prefix
                            backend: {service: {name: address, port: {number: %d}}}
                """
                        .formatted(one.port()));
        Until.isTrue("the rule", () -> statusOf("reach.test") == 200);
        assertEquals("one", podOf(RawConnection.get(http, "reach.test", "/")));
    }

    private static int statusOf(String host) {
        return RawConnection.getUnchecked(http, host, "/").status();
    }

    @Test
    void shouldSayWhenAnExternalNameCannotBeResolved() throws IOException {
        manifests.ingress("name", "name.test", "/=name");
        proxy.logged(
                "service default/name: spec.externalName \"nobody.invalid\": cannot be resolved");
        RawResponse response = RawConnection.get(http, "name.test", "/");
        assertEquals(503, response.status());
        assertEquals("no_endpoints", response.reason());
    }
}
