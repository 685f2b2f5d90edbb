package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that is sent from plain HTTP to TLS, loads a page and lets it make requests. */
final class BrowserIT {
    private static final int BODY = 300_000;

    private static final String PAGE =
            """
            <!DOCTYPE html><title>page</title><link rel="icon" href="data:,"><p id="result">not yet</p>
            <script>
            const body = 'x'.repeat(BODY);
            let right = 0;
            for (let i = 0; i < 20; i++) {
              const request = new XMLHttpRequest();
              request.open('POST', '/echo?' + i, false);
              request.send(body);
              right += request.status == 200 && request.responseText == body;
            }
            document.getElementById('result').textContent = right + ' of 20 by ' + location.protocol;
            </script>
            """
                    .replace("BODY", Integer.toString(BODY));

    @TempDir private Path directory;
    @TempDir private Path certificates;
    @TempDir private Path profile;

    @Test
    void shouldLoadAPageByTheWayOfTheRedirect() throws Exception {
        String chromium = Peers.need("chromium", "chromium");
        CertificateFiles files =
                CertificateFiles.make(certificates, "a", "ec:prime256v1", "a.test");
        HttpServer pod =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pod.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        pod.createContext("/", BrowserIT::answer);
        pod.start();
        Manifests manifests = new Manifests(directory);
        manifests.service("pod", pod.getAddress().getPort());
        manifests.write("secret-a", files.secret("a"));
        manifests.tlsIngress("a", "a.test", "a", "/=pod");
        try (TailraceProcess proxy =
                TailraceProcess.start(directory, "--https", "127.0.0.1:0", "--cores", "2")) {
            String dom = load(chromium, files, "http://a.test:" + proxy.http().getPort() + "/");
            assertTrue(dom.contains("20 of 20 by https:"), dom);
        } finally {
            pod.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] page = PAGE.getBytes(StandardCharsets.US_ASCII);
        byte[] body =
                exchange.getRequestMethod().equals("POST")
                        ? exchange.getRequestBody().readAllBytes()
                        : page;
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The page as it is after its scripts have run. */
    private String load(String chromium, CertificateFiles trusted, String url) throws Exception {
        Path out = certificates.resolve("dom");
        Path err = certificates.resolve("err");
        Process browser =
                new ProcessBuilder(
                                List.of(
                                        chromium,
                                        "--headless",
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--disable-dev-shm-usage",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--user-data-dir=" + profile,
                                        "--host-resolver-rules=MAP a.test 127.0.0.1",
                                        // A self-signed one, which no authority stands for.
                                        "--ignore-certificate-errors-spki-list="
                                                + keyHash(trusted.pem()),
                                        "--dump-dom",
                                        url))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        if (!browser.waitFor(60, TimeUnit.SECONDS)) {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
            throw new AssertionError("no end of the browser: " + Files.readString(err));
        }
        return Files.readString(out) + Files.readString(err);
    }

    private static String keyHash(Path pem) throws Exception {
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(Files.newInputStream(pem));
        return Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256")
                                .digest(certificate.getPublicKey().getEncoded()));
    }
}
