package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a class, and listeners that expect a PROXY header, of one running proxy. */
final class SettingsIT {
    private static final String HEADER = "PROXY TCP4 198.51.100.7 203.0.113.1 56324 8443\r\n";

    @TempDir private static Path directory;
    private static Manifests manifests;
    private static EchoPod echo;
    private static TailraceProcess proxy;
    private static List<InetSocketAddress> http;

    @BeforeAll
    static void start() throws Exception {
        echo = EchoPod.start("echo", "echo-1");
        manifests = new Manifests(directory);
        manifests.write(
                "class",
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: tailrace}
                spec:
                  controller: tailrace.io/ingress-controller
                  parameters: {kind: ConfigMap, scope: Namespace, namespace: infra, name: tailrace}
                """);
        settings("encoded-slash: keep");
        manifests.service("echo", echo.port()).ingress("web", "a.test", "/echo=echo");
        proxy =
                TailraceProcess.start(
                        directory,
                        "--trusted-cidr=127.0.0.0/8",
                        "--http=127.0.0.1:0,proxy-protocol=optional",
                        "--http=127.0.0.1:0,proxy-protocol=required",
                        "--proxy-header-timeout=200ms");
        http = proxy.httpAddresses();
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            proxy.close();
        }
        echo.close();
    }

    private static void settings(String data) throws IOException {
        manifests.write(
                "settings",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tailrace, namespace: infra}\ndata:\n  "
                        + data
                        + "\n");
    }

    private static RawResponse get(int listener, String before, String path) throws IOException {
        try (RawConnection connection = new RawConnection(http.get(listener))) {
            connection.send(before + "GET " + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
            return connection.read();
        }
    }

    @Test
    void shouldObeyTheClassesParametersFromTheNextRequestOn() throws IOException {
        assertEquals(200, get(0, "", "/echo/a%2fb").status());
        assertEquals(404, get(0, "", "//echo").status());

        settings("{encoded-slash: reject, merge-slashes-for-match: 'on', forwarded: 'on'}");
        proxy.logged("generation 2: ");

        RawResponse refused = get(0, "", "/echo/a%2fb");
        assertEquals(400, refused.status());
        assertEquals("encoded_slash", refused.reason());
        RawResponse merged = get(0, "", "//echo");
        assertTrue(merged.body().contains("GET //echo HTTP/1.1\n"), merged.body());
        assertTrue(
                merged.body().contains("Forwarded: for=127.0.0.1;proto=http;host=\"a.test\"\n"),
                merged.body());

        settings("{encoded-slash: rejected}");
        proxy.logged("data.encoded-slash: \"rejected\" is neither keep nor reject");
    }

    @Test
    void shouldTellThePodTheClientOfTheProxyHeader() throws IOException {
        for (int listener = 0; listener < 2; listener++) {
            String seen = get(listener + 1, HEADER, "/echo").body();
            assertTrue(seen.contains("X-Forwarded-For: 198.51.100.7\n"), seen);
            assertTrue(seen.contains("X-Forwarded-Port: 8443\n"), seen);
        }
    }

    @Test
    void shouldCloseWhenTheProxyHeaderIsRequiredAndMissingOrLate() throws IOException {
        try (RawConnection missing = new RawConnection(http.get(2));
                RawConnection late = new RawConnection(http.get(2))) {
            missing.send("GET /echo HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertTrue(missing.isAtEnd());
            late.send("PROXY TCP4");
            assertTrue(late.isAtEnd());
        }
        String metrics = RawConnection.get(proxy.admin(), "localhost", "/metrics").body();
        assertTrue(
                metrics.lines().anyMatch("tailrace_proxy_headers_refused_total 2.0"::equals),
                metrics);
        proxy.logged("begins without a PROXY header");
    }

    @Test
    void shouldReadNoProxyHeaderWhereItIsOff() throws IOException {
        RawResponse refused = get(0, HEADER, "/echo");
        assertEquals(400, refused.status());
    }

    @Test
    void shouldSayWhatIsMissingWhenNobodyMaySendTheProxyHeader() throws Exception {
        Launcher.Ended ended =
                Launcher.runToEnd(
                        "run",
                        "--manifests",
                        directory.toString(),
                        "--http=127.0.0.1:0",
                        "--proxy-protocol=required");
        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("--trusted-cidr"), ended.err());
        assertFalse(ended.err().contains("Exception"), ended.err());
    }
}
