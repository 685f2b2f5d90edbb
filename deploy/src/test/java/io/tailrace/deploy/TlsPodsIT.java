package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.Issuing.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that speak TLS: the JDK's server, and some that do not do so well. */
final class TlsPodsIT {
    private static final String HOST = "localhost";
    private static final String HANDSHAKES_DONE =
            "tailrace_upstream_tls_handshakes_total{result=\"done\"}";
    private static final String[] VERIFIED = {
        "backend-protocol: HTTPS",
        "proxy-ssl-secret: default/ca",
        "proxy-ssl-verify: \"on\"",
        "proxy-ssl-name: pods.internal"
    };

    @TempDir private static Path directory;
    @TempDir private static Path certificates;
    private static final List<AutoCloseable> STARTED = new ArrayList<>();
    private static Issuing issuing;
    private static Manifests manifests;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        manifests = new Manifests(directory);
        issuing = new Issuing(certificates);
        Peers.need("openssl", "openssl");
        Issued ca = issuing.authority("ca", null);
        Issued one = issuing.authority("one", ca);
        Issued two = issuing.authority("two", one);
        Issued pod = issuing.pod("pod", "pods.internal", ca);
        manifests.write("secret-ca", Issuing.secret("ca", ca, null));
        manifests.write(
                "secret-own", Issuing.secret("own", ca, issuing.client("own", "/CN=own", ca)));
        serve("anybody", pod(issuing.pod("x-pod", "x.internal", issuing.authority("x", null))));
        ingress("anybody", "anybody", "backend-protocol: https");
        serve("right", pod(pod));
        ingress("right", "right", VERIFIED);
        ingress("named", "right", and("proxy-ssl-server-name: \"on\""));
        serve("name", pod(issuing.pod("name", "other.internal", ca)));
        ingress("name", "name", VERIFIED);
        serve("default-name", pod(issuing.pod("default-name", "default-name.default.svc", ca)));
        ingress(
                "default-name",
                "default-name",
                "backend-protocol: HTTPS",
                "proxy-ssl-secret: ca",
                "proxy-ssl-verify: \"on\"");
        ingress("stranger", "anybody", VERIFIED);
        serve("expired", pod(issuing.expiredPod("expired", "pods.internal", ca)));
        ingress("expired", "expired", VERIFIED);
        serve("one-between", pod(issuing.pod("one-pod", "pods.internal", one)));
        ingress("one-between", "one-between", VERIFIED);
        serve("two-between", pod(issuing.pod("two-pod", "pods.internal", two)));
        ingress("two-between", "two-between", VERIFIED);
        ingress("deep", "two-between", and("proxy-ssl-verify-depth: \"2\""));
        ingress("nobody", "right", "backend-protocol: HTTPS", "proxy-ssl-verify: \"on\"");
        ingress("clear", "right");
        for (String version : new String[] {"1.2", "1.3"}) {
            String name = "certified-" + version.replace('.', '-');
            HttpsPod needing = HttpsPod.start(issuing.keyStore(pod), true, "TLSv" + version);
            STARTED.add(needing);
            serve(name, needing.port());
            ingress(name, name, "backend-protocol: HTTPS", "proxy-ssl-secret: own");
            ingress(name + "-without", name, "backend-protocol: HTTPS");
        }
        startBadPods();
        // One core has at most one idle connection to each pod, as requests come one by one.
        proxy = TailraceProcess.start(directory, "--cores", "1");
    }

    private static void startBadPods() throws Exception {
        scripted(
                "plain",
                (in, out) -> {
                    in.read();
                    ScriptedPod.write(out, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    in.transferTo(OutputStream.nullOutputStream());
                });
        scripted("closes", (in, out) -> in.read());
        scripted(
                "injects",
                (in, out) -> {
                    ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\ninjected");
                    in.transferTo(OutputStream.nullOutputStream());
                });
        for (String name : new String[] {"plain", "closes", "injects"}) {
            ingress(name, name, "backend-protocol: HTTPS");
        }
    }

    private static int pod(Issued certificate) throws Exception {
        HttpsPod pod = HttpsPod.start(issuing.keyStore(certificate));
        STARTED.add(pod);
        return pod.port();
    }

    private static void scripted(String name, ScriptedPod.Script script) throws IOException {
        ScriptedPod pod = ScriptedPod.start(script);
        STARTED.add(pod);
        serve(name, pod.port());
    }

    private static void serve(String name, int port) throws IOException {
        manifests.service(name, port);
    }

    private static String[] and(String more) {
        List<String> all = new ArrayList<>(List.of(VERIFIED));
        all.add(more);
        return all.toArray(String[]::new);
    }

    /** An Ingress of the path of its name. */
    private static void ingress(String name, String service, String... annotations)
            throws IOException {
        manifests.annotatedIngress(name, HOST, List.of(annotations), "/" + name + "=" + service);
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            proxy.close();
        }
        for (AutoCloseable started : STARTED) {
            started.close();
        }
    }

    private static RawResponse get(String path) throws IOException {
        return RawConnection.get(proxy.http(), HOST, path);
    }

    /** What a pod of ours tells of a request. */
    private static String told(String path, String what) throws IOException {
        RawResponse response = get(path);
        assertEquals(200, response.status(), () -> response.head() + proxy.log());
        return response.body()
                .lines()
                .filter(line -> line.startsWith(what + ": "))
                .findFirst()
                .orElseThrow()
                .substring(what.length() + 2);
    }

    private static void assertReply(int status, String reason, RawResponse response) {
        assertEquals(status, response.status(), response.head());
        assertEquals(reason, response.reason());
    }

    // ---- who the pod is

    @Test
    void shouldServePodsThatAreWhoTheyShouldBe() throws IOException {
        assertEquals("TLSv1.3", told("/anybody", "version"));
        for (String path : new String[] {"/right", "/default-name", "/one-between", "/deep"}) {
            assertEquals("none", told(path, "name"));
            assertEquals("none", told(path, "shown"));
        }
        assertEquals("pods.internal", told("/named", "name"));
    }

    @ParameterizedTest
    @CsvSource({
        "stranger, anybody, no authority that counts has issued the certificate",
        "name, name, 'the certificate is not for pods.internal, but for [other.internal]'",
        "expired, expired, the certificate has expired on",
        "two-between, two-between, '2 certificates between it and the authority, more than 1'"
    })
    void shouldReply502AndSayWhyOnceWhenAPodIsNotWhoItShouldBe(
            String path, String service, String why) throws IOException {
        for (int i = 0; i < 3; i++) {
            assertReply(502, "upstream_untrusted", get("/" + path));
        }
        String line = proxy.logged(" of default/" + service + ":80 (TLS verified");
        assertTrue(line.contains(": " + why), line);
        // Without the time.
        String said = line.substring(line.indexOf("endpoint "));
        assertEquals(1, proxy.log().stream().filter(other -> other.endsWith(said)).count());
    }

    @Test
    void shouldReply503WhenThereIsNobodyToVerifyBy() throws IOException {
        assertReply(503, "no_endpoints", get("/nobody"));
        String line = proxy.logged("ingress default/nobody");
        assertTrue(line.contains("no Secret says by whom"), line);
    }

    @Test
    void shouldSpeakBothWaysWithOneService() throws IOException {
        assertEquals(200, get("/right").status());
        // What the JDK's server says to somebody who does not speak TLS is an alert, and no HTTP.
        assertReply(502, "upstream_malformed", get("/clear"));
        assertEquals(200, get("/right").status());
    }

    // ---- who we are

    @ParameterizedTest
    @ValueSource(strings = {"1-2", "1-3"})
    void shouldShowItsCertificateToPodsThatNeedOne(String version) throws IOException {
        String path = "/certified-" + version;
        assertEquals("CN=own", told(path, "shown"));
        assertEquals("TLSv" + version.replace('-', '.'), told(path, "version"));
        RawResponse without = get(path + "-without");
        assertEquals(502, without.status());
        // The pod may close before it has read the request: its reset can overtake its alert.
        assertTrue(without.reason().startsWith("upstream_"), without.reason());
    }

    // ---- connections

    @Test
    void shouldShakeHandsOnceForManyRequests() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            String first = client.get(HOST, "/default-name").body();
            double before = metrics().value(HANDSHAKES_DONE);
            for (int i = 0; i < 50; i++) {
                // Port and session are told too.
                assertEquals(first, client.get(HOST, "/default-name").body());
            }
            assertEquals(before, metrics().value(HANDSHAKES_DONE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "named", "certified-1-2", "certified-1-3"})
    void shouldResumeTheSessionOnTheNextConnection(String path) throws IOException {
        String session = told("/" + path + "/once", "session");
        double before = metrics().value(HANDSHAKES_DONE);
        for (int i = 0; i < 5; i++) {
            assertEquals(session, told("/" + path + "/once", "session"));
        }
        assertEquals(before + 5, metrics().value(HANDSHAKES_DONE));
    }

    private static Metrics metrics() {
        return new Metrics(proxy);
    }

    @Test
    void shouldRelayEveryByteBothWays() throws Exception {
        String expected = HttpsPod.digest(large());
        try (HttpClient client = HttpClient.newHttpClient()) {
            String sum =
                    client.send(
                                    request("/right/sum")
                                            .POST(BodyPublishers.ofInputStream(TlsPodsIT::large))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
            assertEquals(expected, sum);
            try (InputStream in =
                    client.send(request("/right/large").build(), BodyHandlers.ofInputStream())
                            .body()) {
                assertEquals(expected, HttpsPod.digest(in));
            }
        }
    }

    private static InputStream large() {
        List<InputStream> parts = new ArrayList<>();
        for (int i = 0; i < HttpsPod.LARGE >> 20; i++) {
            parts.add(new ByteArrayInputStream(HttpsPod.mebibyte(i)));
        }
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + proxy.http().getPort() + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    // ---- pods that do not speak TLS, or not well

    @ParameterizedTest
    @ValueSource(strings = {"plain", "closes", "injects"})
    void shouldReply502WhenThereIsNoTls(String path) throws IOException {
        RawResponse response = get("/" + path);
        assertReply(502, "upstream_tls_failed", response);
        assertEquals("", response.pod());
        proxy.logged(" of default/" + path + ":80 (TLS not verified): ");
    }

    @Test
    void shouldReply502WhenThePodStalls(@TempDir Path other) throws Exception {
        try (ScriptedPod stalls =
                ScriptedPod.start((in, out) -> in.transferTo(OutputStream.nullOutputStream()))) {
            new Manifests(other)
                    .service("stalls", stalls.port())
                    .annotatedIngress(
                            "stalls", HOST, List.of("backend-protocol: HTTPS"), "/=stalls");
            try (TailraceProcess hurried =
                    TailraceProcess.start(other, "--tls-handshake-timeout", "100ms")) {
                RawResponse response = RawConnection.get(hurried.http(), HOST, "/");
                assertReply(502, "upstream_tls_failed", response);
                new Metrics(hurried)
                        .await("tailrace_upstream_tls_handshakes_total{result=\"timed_out\"}", 3);
            }
        }
    }
}
