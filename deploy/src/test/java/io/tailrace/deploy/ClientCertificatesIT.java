package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Issuing.Issued;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts that ask for certificates of clients, as curl, openssl, Python and the JDK see them. All
 * hosts have one server certificate.
 */
final class ClientCertificatesIT {
    @TempDir private static Path directory;
    @TempDir private static Path files;
    private static Manifests manifests;
    private static Issuing issuing;
    private static CertificateFiles server;
    private static Issued authority;
    private static Issued stranger;
    private static Issued right;
    private static Issued wrong;
    private static EchoPod echo;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Peers.need("openssl", "openssl");
        Peers.need("curl", "curl");
        issuing = new Issuing(files);
        server = CertificateFiles.make(files, "server", "ec:prime256v1", "*.shop.test");
        authority = issuing.authority("authority", null);
        stranger = issuing.authority("stranger", null);
        right = issuing.client("right", "/O=shop/CN=till, 7 é", authority);
        wrong = issuing.client("wrong", "/CN=wrong", stranger);
        echo = EchoPod.start("echo", "echo-1");
        manifests = new Manifests(directory).service("echo", echo.port());
        authorities("ca", authority);
        manifests.write("server", server.secret("server"));
        host("open");
        host("on", "secret: default/ca", "pass-certificate-to-upstream: 'true'");
        host("optional", "secret: ca", "verify-client: optional");
        host("noca", "secret: ca", "verify-client: optional_no_ca");
        host("deep", "secret: ca", "verify-depth: '2'");
        host("named", "secret: ca", "match-cn: CN=somebody else");
        host("missing", "secret: nowhere");
        host("foreign", "secret: other/ca");
        proxy =
                TailraceProcess.start(
                        directory,
                        "--https",
                        "127.0.0.1:0",
                        "--cores",
                        "2",
                        "--trusted-cidr",
                        "127.0.0.2/32");
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

    private static void authorities(String secret, Issued of) throws IOException {
        manifests.write("authorities-" + secret, Issuing.secret(secret, of, null));
    }

    /** An Ingress of NAME.shop.test that serves in clear too, with these auth-tls annotations. */
    private static void host(String name, String... annotations) throws IOException {
        List<String> stated = new ArrayList<>(List.of("ssl-redirect: 'false'"));
        for (String annotation : annotations) {
            stated.add("auth-tls-" + annotation);
        }
        manifests.ingress(name, name + ".shop.test", stated, "server", "/=echo");
    }

    /** What curl is told over TLS: head and body. */
    private static String curl(String host, @Nullable Issued own, String... more) throws Exception {
        int port = proxy.https().getPort();
        List<String> command = new ArrayList<>(List.of("curl", "-q", "-sSi", "-m", "20"));
        command.addAll(List.of("--cacert", server.pem().toString()));
        command.addAll(List.of("--resolve", host + ":" + port + ":127.0.0.1"));
        if (own != null) {
            command.addAll(List.of("--cert", own.chain().toString()));
            command.addAll(List.of("--key", own.key().toString()));
        }
        command.addAll(List.of(more));
        command.add("https://" + host + ":" + port + "/path");
        return CertificateFiles.run(command);
    }

    private static void assertServed(String answer, String verdict) {
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("\nssl-client-verify: " + verdict + "\n"), answer);
    }

    private static void assertRefused(int status, String reason, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("\r\nX-Tailrace-Reason: " + reason + "\r\n"), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void shouldServeWhoShowsAGoodCertificateAndTellThePodWhoItIs(String version) throws Exception {
        String answer = curl("on.shop.test", right, "--tlsv" + version, "--tls-max", version);
        assertServed(answer, "SUCCESS");
        assertTrue(
                answer.contains("\nssl-client-subject-dn: CN=till\\, 7 \\C3\\A9,O=shop\n"), answer);
        assertTrue(answer.contains("\nssl-client-issuer-dn: CN=authority\n"), answer);
        String field = "\nssl-client-cert: ";
        int start = answer.indexOf(field) + field.length();
        assertEquals(
                Files.readString(right.certificate()),
                URLDecoder.decode(
                        answer.substring(start, answer.indexOf('\n', start)),
                        StandardCharsets.US_ASCII));
    }

    @Test
    void shouldRefuseWithAReasonWhoShowsNoneOrABadOne() throws Exception {
        assertRefused(400, "client_certificate_required", curl("on.shop.test", null));
        Issued expired = issuing.expired("expired", authority);
        CertificateFiles own = CertificateFiles.make(files, "own", "ec:prime256v1", "on.shop.test");
        Issued self = new Issued(own.pem(), own.pem(), own.key());
        for (Issued bad : List.of(wrong, expired, self)) {
            assertRefused(400, "client_certificate_rejected", curl("on.shop.test", bad));
        }
        assertRefused(400, "client_certificate_rejected", curl("named.shop.test", right));
    }

    @Test
    void shouldCountTheIntermediatesThatAreSentAlong() throws Exception {
        Issued first = issuing.authority("first", authority);
        Issued second = issuing.authority("second", first);
        Issued far = issuing.client("far", "/CN=far", first);
        Issued farther = issuing.client("farther", "/CN=farther", second);
        assertServed(curl("on.shop.test", far), "SUCCESS");
        assertRefused(400, "client_certificate_rejected", curl("on.shop.test", farther));
        assertServed(curl("deep.shop.test", farther), "SUCCESS");
        Issued alone = new Issued(far.certificate(), far.certificate(), far.key());
        assertRefused(400, "client_certificate_rejected", curl("on.shop.test", alone));
    }

    @Test
    void shouldServeWhoShowsNoneWhenOptional() throws Exception {
        assertServed(curl("optional.shop.test", null), "NONE");
        assertServed(curl("optional.shop.test", right), "SUCCESS");
        assertRefused(400, "client_certificate_rejected", curl("optional.shop.test", wrong));
    }

    @Test
    void shouldLeaveItToThePodWhenStated() throws Exception {
        assertServed(curl("noca.shop.test", null), "NONE");
        assertServed(curl("noca.shop.test", right), "SUCCESS");
        String told = curl("noca.shop.test", wrong);
        assertServed(told, "FAILED:no authority that counts has issued the certificate");
        assertTrue(told.contains("\nssl-client-subject-dn: CN=wrong\n"), told);
    }

    @ParameterizedTest
    @CsvSource({"open.shop.test", "optional.shop.test"})
    void shouldTellNothingThatTheClientSaysOfItself(String host) throws Exception {
        String answer =
                curl(
                        host,
                        null,
                        "-H",
                        "ssl-client-verify: forged",
                        "-H",
                        "SSL_CLIENT_VERIFY: forged",
                        "-H",
                        "ssl-client-cert: forged",
                        "-H",
                        "Connection: ssl-client-verify");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertFalse(answer.contains("forged"), answer);
        assertEquals(host.equals("optional.shop.test"), answer.contains("ssl-client-verify: NONE"));
    }

    @Test
    void shouldServeNobodyWhenThereIsNobodyToTrust() throws Exception {
        for (String host : List.of("missing.shop.test", "foreign.shop.test")) {
            assertRefused(503, "client_authorities_missing", curl(host, right));
        }
        proxy.logged("secret \"nowhere\" does not exist");
        proxy.logged("\"other/ca\" is of another namespace");
    }

    @Test
    void shouldSendToANewConnectionWhenTheHandshakeDidNotAsk() throws Exception {
        String port = ":" + proxy.https().getPort();
        assertRefused(
                421,
                "misdirected_request",
                curl("open.shop.test", right, "-H", "Host: on.shop.test"));
        assertRefused(
                421,
                "misdirected_request",
                curl("optional.shop.test", null, "-H", "Host: on.shop.test" + port));
        // One that was shown is judged by the host of the request.
        assertServed(curl("optional.shop.test", right, "-H", "Host: on.shop.test"), "SUCCESS");
        assertRefused(421, "misdirected_request", answer(sClient("on.shop.test", "-noservername")));
    }

    @Test
    void shouldServeChallengesOnlyInClear() throws IOException {
        for (String host : List.of("on.shop.test", "optional.shop.test")) {
            assertEquals(403, RawConnection.get(proxy.http(), host, "/").status());
            RawResponse challenge =
                    RawConnection.get(proxy.http(), host, "/.well-known/acme-challenge/x");
            assertEquals(200, challenge.status());
            assertTrue(challenge.body().contains("ssl-client-verify: NONE"), challenge.body());
        }
        RawResponse refused = RawConnection.get(proxy.http(), "on.shop.test", "/");
        assertEquals("client_certificate_needs_tls", refused.field("x-tailrace-reason"));
        assertEquals(200, RawConnection.get(proxy.http(), "open.shop.test", "/").status());
    }

    // ---- openssl

    /** Sends one request with openssl s_client; returns all that it says. */
    private static String sClient(String host, String... more) throws Exception {
        Path request =
                Files.writeString(
                        Files.createTempFile(files, "request", ".txt"),
                        "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-ign_eof"));
        command.addAll(List.of("-connect", "127.0.0.1:" + proxy.https().getPort()));
        command.addAll(List.of("-cert", right.certificate().toString()));
        command.addAll(List.of("-key", right.key().toString()));
        if (!List.of(more).contains("-noservername")) {
            command.addAll(List.of("-servername", host));
        }
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(request.toFile())
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static String answer(String output) {
        int start = output.indexOf("HTTP/1.1 ");
        assertTrue(start >= 0, output);
        return output.substring(start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldTellClientsWhoseCertificatesItWants(String version) throws Exception {
        String output = sClient("on.shop.test", version);
        int names = output.indexOf("Acceptable client certificate CA names");
        assertTrue(names >= 0, output);
        assertTrue(output.substring(names).contains("CN = authority"), output);
        assertServed(answer(output), "SUCCESS");
        assertFalse(sClient("open.shop.test", version).contains("Acceptable client certificate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldResumeSessionsUnderTheRulesOfTheirHostOnly(String version) throws Exception {
        String open = files.resolve("open" + version).toString();
        String on = files.resolve("on" + version).toString();
        sClient("open.shop.test", version, "-sess_out", open);
        sClient("on.shop.test", version, "-sess_out", on);

        String resumed = sClient("on.shop.test", version, "-sess_in", on);
        assertTrue(resumed.contains("\nReused, "), resumed);
        assertServed(answer(resumed), "SUCCESS");
        String refused = sClient("on.shop.test", version, "-sess_in", open);
        assertTrue(refused.contains("\nNew, "), refused);
        assertServed(answer(refused), "SUCCESS");
        String back = sClient("open.shop.test", version, "-sess_in", on);
        assertTrue(back.contains("\nNew, "), back);
    }

    // ---- Python and the JDK

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
    void shouldServePython(String version) throws Exception {
        Launcher.Ended ended =
                Launcher.runToEnd(
                        Peers.python(
                                "tls_client.py",
                                "127.0.0.1",
                                String.valueOf(proxy.https().getPort()),
                                "on.shop.test",
                                server.pem().toString(),
                                right.chain().toString(),
                                right.key().toString(),
                                version));
        assertEquals(0, ended.status(), ended::err);
        assertEquals(
                2,
                ended.out().lines().filter("ssl-client-verify: SUCCESS"::equals).count(),
                ended::out);
    }

    /** A connection of the JDK's. */
    private static SSLSocket connect(String host) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(issuing.keyStore(right))) {
            own.load(in, Issuing.PASSWORD.toCharArray());
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, Issuing.PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(server.pem())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        Socket plain = new Socket(proxy.https().getAddress(), proxy.https().getPort());
        plain.setSoTimeout(20_000);
        return (SSLSocket)
                context.getSocketFactory().createSocket(plain, host, proxy.https().getPort(), true);
    }

    /** Asks on an open connection; returns head and body. */
    private static String ask(SSLSocket socket, String host) throws IOException {
        socket.getOutputStream()
                .write(
                        ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        int length = -1;
        int end = -1;
        while (end < 0 || answer.length() < end + length) {
            int b = in.read();
            assertTrue(b >= 0, answer::toString);
            answer.append((char) b);
            if (end < 0 && answer.toString().endsWith("\r\n\r\n")) {
                end = answer.length();
                String field = "Content-Length: ";
                int at = answer.indexOf(field) + field.length();
                length = Integer.parseInt(answer.substring(at, answer.indexOf("\r\n", at)));
            }
        }
        return answer.toString();
    }

    @Test
    void shouldCountAtOnceOnAnOpenConnectionOfTheJdkWhenTheAuthorityIsReplaced() throws Exception {
        authorities("rotated", authority);
        host("rotated", "secret: rotated");
        Until.isTrue("in force", () -> isServed("rotated.shop.test"));
        try (SSLSocket socket = connect("rotated.shop.test")) {
            assertServed(ask(socket, "rotated.shop.test"), "SUCCESS");
            manifests.write(
                    "authorities-rotated",
                    "apiVersion: v1\nkind: Secret\nmetadata: {name: rotated}\n"
                            + "stringData: {ca.crt: nonsense}\n");
            proxy.logged("the authorities that it held before count");
            assertServed(ask(socket, "rotated.shop.test"), "SUCCESS");
            authorities("rotated", stranger);
            Until.isTrue("replaced", () -> !isServed("rotated.shop.test"));
            // The core of this connection may be a turn behind.
            assertRefused(
                    400, "client_certificate_rejected", untilRefused(socket, "rotated.shop.test"));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private static String untilRefused(SSLSocket socket, String host) {
        return Until.present(
                "refused",
                () -> {
                    try {
                        String answer = ask(socket, host);
                        return answer.startsWith("HTTP/1.1 200 ")
                                ? Optional.empty()
                                : Optional.of(answer);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static boolean isServed(String host) {
        try {
            return curl(host, right).startsWith("HTTP/1.1 200 ");
        } catch (AssertionError | Exception e) {
            return false;
        }
    }
}
