package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers are told about hosts that are for TLS only. */
final class StrictTransportIT {
    private static final List<String> CLEAR = List.of("ssl-redirect: 'false'");

    private static final String FIELD = "\r\nStrict-Transport-Security: ";

    @TempDir private static Path directory;
    @TempDir private static Path files;
    private static ScriptedPod pod;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Peers.need("openssl", "openssl");
        Peers.need("curl", "curl");
        CertificateFiles server =
                CertificateFiles.make(files, "server", "ec:prime256v1", "own.test");
        pod =
                ScriptedPod.start(
                        (in, out) -> {
                            PodMessage.read(in, head -> {});
                            ScriptedPod.write(
                                    out,
                                    "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=1\r\n"
                                            + "Content-Length: 0\r\nConnection: close\r\n\r\n");
                        });
        new Manifests(directory)
                .service("pod", pod.port())
                .write(
                        "class",
                        """
                        apiVersion: networking.k8s.io/v1
                        kind: IngressClass
                        metadata: {name: tailrace}
                        spec:
                          controller: tailrace.io/ingress-controller
                          parameters: {kind: ConfigMap, name: settings, namespace: default, scope: Namespace}
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: settings}
                        data: {hsts: 'on', hsts-max-age: '600', hsts-include-subdomains: 'on'}
                        """)
                .write("server", server.secret("server"))
                .ingress("own", "own.test", CLEAR, "server", "/pod=pod")
                .ingress("none", "none.test", CLEAR, "", "/pod=pod");
        proxy = TailraceProcess.start(directory, "--https", "127.0.0.1:0");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, pod}) {
            if (started != null) {
                started.close();
            }
        }
    }

    private static String curl(String host, String path) throws Exception {
        int port = proxy.https().getPort();
        String at = host + ":" + port;
        return CertificateFiles.run(
                List.of(
                        "curl",
                        "-q",
                        "-ksSi",
                        "-m",
                        "20",
                        "--resolve",
                        at + ":127.0.0.1",
                        "https://" + at + path));
    }

    @Test
    void shouldReplaceWhatThePodSaysOverTls() throws Exception {
        String answer = curl("own.test", "/pod");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains(FIELD + "max-age=600; includeSubDomains\r\n"), answer);
        assertEquals(answer.indexOf(FIELD), answer.lastIndexOf(FIELD), answer);
    }

    @Test
    void shouldTellItInRepliesOfItsOwn() throws Exception {
        String answer = curl("own.test", "/else");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertTrue(answer.contains(FIELD + "max-age=600; includeSubDomains\r\n"), answer);
    }

    @Test
    void shouldTellNothingOfItsOwnInClearOrWithoutACertificate() throws Exception {
        RawResponse inClear = RawConnection.get(proxy.http(), "own.test", "/pod");
        assertEquals("max-age=1", inClear.field("strict-transport-security"));
        assertEquals(
                "",
                RawConnection.get(proxy.http(), "own.test", "/else")
                        .field("strict-transport-security"));
        String none = curl("none.test", "/pod");
        assertTrue(none.contains(FIELD + "max-age=1\r\n"), none);
        assertFalse(curl("none.test", "/else").contains(FIELD));
    }
}
