package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Issuing.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx behind the proxy, over TLS: it verifies us as we verify it. */
final class NginxTlsPodIT {
    private static final String HOST = "who.test";

    @TempDir private static Path directory;
    private static Nginx nginx;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Peers.need("openssl", "openssl");
        Issuing issuing = new Issuing(directory);
        Issued ca = issuing.authority("ca", null);
        Issued pod = issuing.pod("pod", "who.default.svc", issuing.authority("between", ca));
        nginx =
                Nginx.start(
                        Files.createDirectory(directory.resolve("nginx")),
                        """
                listen 127.0.0.1:PORT ssl;
                ssl_certificate CERTIFICATE;
                ssl_certificate_key KEY;
                ssl_client_certificate AUTHORITY;
                ssl_verify_client optional;
                ssl_protocols TLSv1.2 TLSv1.3;
                ssl_session_cache builtin:100;
                location /1 {
                  return 200 "$ssl_protocol $ssl_server_name $ssl_client_verify $ssl_session_reused";
                }
                """
                                .replace("CERTIFICATE", pod.chain().toString())
                                .replace("KEY", pod.key().toString())
                                .replace("AUTHORITY", ca.certificate().toString()));
        Manifests manifests = new Manifests(Files.createDirectory(directory.resolve("manifests")));
        manifests.write(
                "secret-own", Issuing.secret("own", ca, issuing.client("own", "/CN=own", ca)));
        manifests.write("secret-ca", Issuing.secret("ca", ca, null));
        manifests.service("who", nginx.port());
        ingress(manifests, "own");
        ingress(manifests, "ca");
        proxy = TailraceProcess.start(manifests.directory(), "--cores", "1");
    }

    private static void ingress(Manifests manifests, String secret) throws IOException {
        manifests.annotatedIngress(
                secret,
                secret + "." + HOST,
                List.of(
                        "backend-protocol: HTTPS",
                        "proxy-ssl-verify: \"on\"",
                        "proxy-ssl-server-name: \"on\"",
                        "proxy-ssl-secret: " + secret),
                "/=who");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, nginx}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "ca"})
    void shouldBelieveEachOtherOnEachConnection(String secret) throws IOException {
        String verified = secret.equals("own") ? "SUCCESS" : "NONE";
        try (RawConnection client = new RawConnection(proxy.http())) {
            // nginx closes after five requests each.
            for (int i = 0; i < 100; i++) {
                RawResponse response = client.get(secret + "." + HOST, "/1");
                assertEquals(200, response.status(), response.head());
                String seen = response.body();
                assertTrue(seen.startsWith("TLSv1.3 who.default.svc " + verified + " "), seen);
                assertTrue(i < 5 || seen.endsWith(" r"), "a session is resumed: " + seen);
            }
        }
    }

    @Test
    void shouldServeRequestsThatFollowWhenNginxHasJustClosed() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < 30; i++) {
                client.send(
                        "POST /1 HTTP/1.1\r\nHost: ca.who.test\r\nContent-Length: 5\r\n\r\nhello");
                RawResponse response = client.read();
                assertEquals(200, response.status(), response.head());
                assertTrue(response.body().contains("NONE"), response.body());
            }
        }
        double failed =
                new Metrics(proxy)
                        .value("tailrace_upstream_tls_handshakes_total{result=\"failed\"}");
        assertEquals(0, failed);
    }
}
