package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ServerCertificate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS clients that others wrote, with two cores on real sockets; skipped where one is missing. */
final class TlsClientsIT {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: foo.org\r\n\r\n";

    @TempDir private static Path directory;
    private EchoPods pods;
    private CoreGroup cores;

    @BeforeEach
    void start() throws IOException {
        pods = new EchoPods("one");
        cores =
                CoreGroup.bind(
                        new ProxySettings(
                                List.of(
                                        new ListenAddress(
                                                new InetSocketAddress(
                                                        InetAddress.getLoopbackAddress(), 0),
                                                ProxyProtocol.OFF,
                                                true)),
                                2,
                                ProxySettings.DEFAULT_BUFFER_BYTES,
                                Timeouts.defaults(),
                                Limits.defaults(),
                                List.of(),
                                TlsSettings.defaults()));
        Rule rule = new Rule("foo.org", "/", PathType.PREFIX, CoreRig.WEB, "shop/web");
        Map<String, List<ServerCertificate>> names =
                Map.of(
                        "foo.org", List.of(TestCertificates.FOO_EC, TestCertificates.FOO_RSA),
                        "bar.org", List.of(TestCertificates.BAR_EC));
        cores.snapshots()
                .publish(
                        Snapshot.of(
                                1,
                                RouteTable.of(List.of(rule), key -> 0, 7),
                                List.of(
                                        new Cluster(
                                                0,
                                                CoreRig.WEB,
                                                List.of(new Endpoint(0, pods.address())))),
                                CertTable.of(names, List.of(), 7)));
        cores.start();
    }

    @AfterEach
    void stop() throws IOException {
        cores.close();
        pods.close();
    }

    private int port() {
        return cores.httpsAddresses().getFirst().getPort();
    }

    /** Runs a program that is given something to read; returns all that it wrote. */
    private static String run(String input, String... command) throws Exception {
        Process process;
        Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
        Path out = Files.createTempFile(directory, "out", "");
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .start();
        } catch (IOException e) {
            String message =
                    command[0]
                            + " is missing: install it (Debian: apt-get install "
                            + command[0]
                            + ")";
            if (System.getProperty("tailrace.peers", "").equals("required")) {
                throw new AssertionError(message, e);
            }
            return Assumptions.abort(message);
        }
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end: " + List.of(command));
        }
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }

    /** The client of openssl; it ends with the answer, since that closes. */
    private String openssl(String name, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-ign_eof", "-connect"));
        command.addAll(List.of("127.0.0.1:" + port(), "-servername", name));
        command.addAll(List.of(more));
        return run(
                GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
                command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3, TLS_AES_256_GCM_SHA384, -ciphersuites",
        "-tls1_3, TLS_AES_128_GCM_SHA256, -ciphersuites",
        "-tls1_3, TLS_CHACHA20_POLY1305_SHA256, -ciphersuites",
        "-tls1_2, ECDHE-ECDSA-AES128-GCM-SHA256, -cipher",
        "-tls1_2, ECDHE-RSA-AES128-GCM-SHA256, -cipher",
        "-tls1_2, ECDHE-ECDSA-AES256-GCM-SHA384, -cipher",
        "-tls1_2, ECDHE-RSA-AES256-GCM-SHA384, -cipher",
        "-tls1_2, ECDHE-ECDSA-CHACHA20-POLY1305, -cipher",
        "-tls1_2, ECDHE-RSA-CHACHA20-POLY1305, -cipher"
    })
    void shouldSpeakEachCipherWithOpenssl(String version, String cipher, String option)
            throws Exception {
        String answer = openssl("foo.org", version, option, cipher);
        assertTrue(answer.contains("Cipher is " + cipher), answer);
        assertTrue(answer.contains("HTTP/1.1 200 OK"), answer);
        assertTrue(answer.contains("\r\n\r\none"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1_1",
                "-tls1_2 -cipher AES128-GCM-SHA256",
                "-tls1_2 -cipher ECDHE-RSA-AES128-SHA",
                "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256"
            })
    void shouldRefuseWhatIsWeak(String options) throws Exception {
        // At its lowest level of security openssl itself has no objections.
        String answer =
                openssl(
                        "foo.org",
                        (options + ":@SECLEVEL=0")
                                .replace("1_1:@SECLEVEL=0", "1_1 -cipher ALL:@SECLEVEL=0")
                                .split(" "));
        assertFalse(answer.contains("HTTP/1.1"), answer);
        assertTrue(answer.contains("alert"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldResumeWithOpensslOnEveryCore(String version) throws Exception {
        Path session = directory.resolve("session" + version);
        openssl("foo.org", version, "-sess_out", session.toString());
        for (int i = 0; i < 6; i++) {
            String answer = openssl("foo.org", version, "-sess_in", session.toString());
            assertTrue(answer.contains("\nReused, TLSv1."), answer);
            assertTrue(answer.contains("\r\n\r\none"), answer);
        }
    }

    @Test
    void shouldNotResumeUnderAnotherCertificate() throws Exception {
        Path session = directory.resolve("other");
        openssl("foo.org", "-sess_out", session.toString());
        String answer = openssl("bar.org", "-sess_in", session.toString());
        assertTrue(answer.contains("\nNew, TLSv1.3"), answer);
        assertTrue(answer.contains("HTTP/1.1 421 "), answer);
    }

    @Test
    void shouldShowEachNameItsCertificate() throws Exception {
        assertTrue(openssl("bar.org").contains("subject=CN = bar.org"));
        assertTrue(openssl("unknown.org").contains("subject=CN = tailrace.invalid"));
        assertTrue(
                openssl("foo.org", "-sigalgs", "RSA-PSS+SHA256")
                        .contains("Server public key is 2048"));
        assertTrue(openssl("foo.org").contains("Server public key is 256"));
    }

    @Test
    void shouldNotCompressAndTellWhatItDoesAboutRenegotiation() throws Exception {
        String answer = openssl("foo.org", "-tls1_2");
        assertTrue(answer.contains("Secure Renegotiation IS supported"), answer);
        assertFalse(answer.contains("Compression: zlib"), answer);
    }

    @Test
    void shouldServeCurl() throws Exception {
        String answer =
                run(
                        "",
                        "curl",
                        "-sS",
                        "-i",
                        "--max-time",
                        "20",
                        "--cacert",
                        pem(TestCertificates.FOO_EC).toString(),
                        "--resolve",
                        "foo.org:" + port() + ":127.0.0.1",
                        "https://foo.org:" + port() + "/a");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\none"), answer);
    }

    @Test
    void shouldTellCurlThatThePortSpeaksTls() throws Exception {
        String answer = run("", "curl", "-sS", "-i", "http://127.0.0.1:" + port() + "/a");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("X-Tailrace-Reason: plain_http_on_tls_port"), answer);
    }

    @Test
    void shouldServePython() throws Exception {
        String script =
                """
                import http.client, socket, ssl
                context = ssl.create_default_context(cafile="%s")
                raw = socket.create_connection(("127.0.0.1", %d), timeout=20)
                tls = context.wrap_socket(raw, server_hostname="foo.org", suppress_ragged_eofs=False)
                tls.sendall(b"GET /a HTTP/1.1\\r\\nHost: foo.org\\r\\nConnection: close\\r\\n\\r\\n")
                answer = b""
                while True:
                    piece = tls.recv(65536)
                    if not piece:
                        break
                    answer += piece
                print(tls.version(), answer.decode())
                """
                        .formatted(pem(TestCertificates.FOO_EC), port());
        Path file = Files.writeString(directory.resolve("client.py"), script);
        String answer = run("", "python3", file.toString());
        assertTrue(answer.startsWith("TLSv1.3 HTTP/1.1 200 OK"), answer);
        assertTrue(answer.contains("one"), answer);
    }

    @Test
    void shouldServeTheJdk() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("foo", TestCertificates.FOO_EC.chain().getFirst());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (java.net.Socket raw = new java.net.Socket(InetAddress.getLoopbackAddress(), port());
                SSLSocket socket =
                        (SSLSocket)
                                context.getSocketFactory()
                                        .createSocket(raw, "foo.org", port(), true)) {
            socket.setSoTimeout(20_000);
            ask(socket, 2_000);
            long before = allocatedByCores();
            ask(socket, 1_000);
            long perRequest = (allocatedByCores() - before) / 1_000;
            // What the engine's results and locks take; the core itself takes nothing.
            assertTrue(perRequest < 1_000, perRequest + " bytes per request");
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertEquals(TestCertificates.FOO_EC.chain().getFirst(), shown);
        }
    }

    private static void ask(SSLSocket socket, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\none") < 0) {
                int next = socket.getInputStream().read();
                assertTrue(next >= 0, "closed after " + answer);
                answer.append((char) next);
            }
        }
    }

    private static long allocatedByCores() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tailrace-core-"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
                .sum();
    }

    private static Path pem(ServerCertificate certificate) throws Exception {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(certificate.chain().getFirst().getEncoded());
        return Files.writeString(
                Files.createTempFile(directory, "ca", ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
