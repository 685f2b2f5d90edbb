package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of TLS, with a proxy that has no certificate but its own. */
final class TlsIT {
    @TempDir private Path directory;
    @TempDir private Path certificates;

    private SSLSocket connect(TailraceProcess proxy) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(proxy.https().getAddress(), proxy.https().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void shouldServeOverTlsWhenAskedTo() throws Exception {
        Path manifests = new Manifests(directory).directory();
        for (String provider : new String[] {"conscrypt", "jdk"}) {
            try (TailraceProcess proxy =
                            TailraceProcess.start(
                                    manifests,
                                    "--https",
                                    "127.0.0.1:0",
                                    "--tls-provider",
                                    provider,
                                    "--tls-profile",
                                    "modern");
                    SSLSocket socket = connect(proxy)) {
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                String answer =
                        new String(
                                socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
                assertEquals("TLSv1.3", socket.getSession().getProtocol());
                String metrics = RawConnection.get(proxy.admin(), "127.0.0.1", "/metrics").body();
                assertTrue(
                        metrics.contains("tailrace_tls_handshakes_total{result=\"done\"} 1.0"),
                        metrics);
            }
        }
    }

    @Test
    void shouldShowTheDefaultCertificateAndRedirectToTheStatedPort() throws Exception {
        Peers.need("openssl", "openssl");
        CertificateFiles files =
                CertificateFiles.make(certificates, "a", "ec:prime256v1", "a.test");
        Manifests manifests = new Manifests(directory);
        manifests.write("secret-a", files.secret("a"));
        manifests.ingress("b", "b.test", List.of(), "", "/=none");
        try (TailraceProcess proxy =
                        TailraceProcess.start(
                                directory,
                                "--https",
                                "127.0.0.1:0",
                                "--default-certificate",
                                "default/a",
                                "--https-redirect-port",
                                "444");
                SSLSocket socket = connect(proxy)) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertEquals("CN=a.test", shown.getSubjectX500Principal().getName());
            assertEquals(
                    "https://b.test:444/",
                    RawConnection.get(proxy.http(), "b.test", "/").field("location"));
        }
    }

    @Test
    void shouldRefuseUnknownNamesWhenStrict() throws Exception {
        try (TailraceProcess proxy =
                        TailraceProcess.start(
                                new Manifests(directory).directory(),
                                "--https",
                                "127.0.0.1:0",
                                "--tls-strict-sni");
                SSLSocket socket = connect(proxy)) {
            SSLHandshakeException e =
                    Assertions.assertThrows(SSLHandshakeException.class, socket::startHandshake);
            assertTrue(String.valueOf(e.getMessage()).contains("unrecognized_name"), e::toString);
        }
    }
}
