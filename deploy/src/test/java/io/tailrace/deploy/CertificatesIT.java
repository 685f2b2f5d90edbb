package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of Secrets, as curl and openssl see them. */
final class CertificatesIT {
    @TempDir private static Path directory;
    @TempDir private static Path certificates;
    private static Manifests manifests;
    private static EchoPod echo;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Peers.need("openssl", "openssl");
        Peers.need("curl", "curl");
        echo = EchoPod.start("echo", "echo-1");
        manifests = new Manifests(directory).service("echo", echo.port());
        secret("a", "ec:prime256v1", "a.test");
        secret("b", "rsa:2048", "b.test");
        ingress("a");
        ingress("b");
        proxy = TailraceProcess.start(directory, "--https", "127.0.0.1:0", "--cores", "2");
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            proxy.close();
        }
        if (echo != null) {
            echo.close();
        }
    }

    private static void ingress(String name) throws IOException {
        manifests.tlsIngress(name, name + ".test", name, "/=echo");
    }

    /** A new self-signed certificate in the Secret of this name, and beside it for clients. */
    private static void secret(String name, String algorithm, String host) throws Exception {
        manifests.write(
                "secret-" + name,
                CertificateFiles.make(certificates, name, algorithm, host).secret(name));
    }

    private static String curl(String host, String... more) throws Exception {
        int port = proxy.https().getPort();
        List<String> command = new ArrayList<>(List.of("curl", "-q", "-sS", "-m", "20"));
        command.addAll(
                List.of("--cacert", certificates.resolve(host.charAt(0) + ".pem").toString()));
        command.addAll(List.of("--resolve", host + ":" + port + ":127.0.0.1"));
        command.addAll(List.of(more));
        command.add("https://" + host + ":" + port + "/path");
        return CertificateFiles.run(command);
    }

    /** What a client that asks for this name is shown, as openssl tells it. */
    private static String shown(String host, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + proxy.https().getPort(),
                                "-servername",
                                host,
                                "-showcerts"));
        command.addAll(List.of(more));
        return CertificateFiles.run(command);
    }

    private static String leaf(String output) {
        int start = output.indexOf("-----BEGIN CERTIFICATE-----");
        assertTrue(start >= 0, output);
        return output.substring(start, output.indexOf("-----END", start));
    }

    @Test
    void shouldServeEachHostUnderTheCertificateOfItsSecret() throws Exception {
        for (String host : List.of("a.test", "b.test")) {
            for (String seen : List.of(curl(host, "--tls-max", "1.2"), curl(host, "--tlsv1.3"))) {
                assertTrue(seen.contains("X-Forwarded-Proto: https\n"), seen);
                assertTrue(
                        seen.contains("X-Forwarded-Port: " + proxy.https().getPort() + "\n"), seen);
            }
        }
    }

    @Test
    void shouldShowTheNewCertificateWhenTheSecretChanged() throws Exception {
        secret("c", "ec:prime256v1", "c.test");
        ingress("c");
        Until.isTrue("in force", () -> serves("c.test"));
        String before = leaf(shown("c.test"));
        secret("c", "rsa:2048", "c.test");
        Until.isTrue("rotated", () -> serves("c.test"));
        assertNotEquals(before, leaf(shown("c.test")));
        assertTrue(shown("c.test", "-tls1_2").contains("TLSv1.2"));
    }

    /** Whether clients that trust what is in the Secret now are served. */
    private static boolean serves(String host) {
        try {
            return curl(host).contains("X-Forwarded-Proto: https\n");
        } catch (AssertionError | Exception e) {
            return false;
        }
    }

    @Test
    void shouldTellWhenTheFirstCertificateExpires() {
        double end = new Metrics(proxy).value("tailrace_certificate_expiry_seconds");
        double nowSeconds = System.currentTimeMillis() / 1000.0;
        assertTrue(end > nowSeconds && end < nowSeconds + 8 * 86_400, "ends " + end);
    }

    @Test
    void shouldRedirectToHttpsWhenTheHostHasACertificate() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            RawResponse redirect = client.get("a.test", "/path?q=1");
            assertEquals(308, redirect.status());
            assertEquals(
                    "https://a.test:" + proxy.https().getPort() + "/path?q=1",
                    redirect.field("location"));
            assertEquals(200, client.get("a.test", "/.well-known/acme-challenge/token").status());
        }
    }

    @Test
    void shouldAnswer421WhenTheHostIsNotTheCertificates() throws Exception {
        String answer = curl("a.test", "-i", "-H", "Host: b.test");
        assertTrue(answer.contains(" 421 "), answer);
        assertTrue(answer.contains("misdirected_request"), answer);
    }
}
