package io.tailrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.RulesInForce;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real loop with Secrets as cert-manager writes them; clock and calendar moved by hand. */
final class CertificatesLoopTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir private static Path scratch;

    private static Certified issuer;
    private static Certified first;
    private static Certified second;

    private final Path directory;
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final InForceCell inForce = new InForceCell();
    private final ManifestFiles source;
    private final ControlLoop loop;
    private long nowNs;
    private Instant today = Instant.now();

    CertificatesLoopTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.source = ManifestFiles.open(List.of(directory));
        this.loop =
                new ControlLoop(
                        source,
                        new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 443),
                        new RulesInForce(true, new HoldingCell()),
                        new Orders(source::wake),
                        new Publisher(cell, new GenerationBoard(1), inForce),
                        () -> nowNs,
                        () -> today);
    }

    @BeforeAll
    static void certify() {
        OpenSsl openSsl = new OpenSsl(scratch);
        issuer = openSsl.issuedBy(openSsl.selfSigned(OpenSsl.EC, "root"), OpenSsl.EC, "issuer");
        first = openSsl.issuedBy(issuer, OpenSsl.EC, "a.example");
        second = openSsl.issuedBy(issuer, OpenSsl.RSA, "a.example");
    }

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                directory.resolve("ingress.yaml"),
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: tailrace}
                spec: {controller: tailrace.io/ingress-controller}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {ports: [{port: 80}]}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web}
                spec:
                  ingressClassName: tailrace
                  tls: [{hosts: [a.example], secretName: a-tls}]
                  rules:
                    - host: a.example
                      http:
                        paths:
                          - path: /
                            pathType: Prefix
                            backend: {service: {name: web, port: {number: 80}}}
                """);
        write(first.certificate() + issuer.certificate(), first.key());
        loop.start();
    }

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    @Test
    void shouldServeTheChainAndThenTheNewOneWhenTheSecretIsRenewed() throws Exception {
        assertEquals("EC [CN=a.example, CN=issuer]", served());
        Snapshot before = cell.current();
        nowNs += 60 * MS;

        write(second.certificate() + issuer.certificate(), second.key());
        turnUntil(2);

        assertEquals("RSA [CN=a.example, CN=issuer]", served());
        assertSame(before.routes(), cell.current().routes());
        assertEquals(443, host().settings().httpsPort());
        assertEquals(List.of(), rejections());
    }

    @Test
    void shouldServeTheOldOneWhileTheSecretIsBad() throws Exception {
        nowNs += 60 * MS;
        write(second.certificate(), first.key());
        turnUntil(() -> !rejections().isEmpty());

        assertEquals("EC [CN=a.example, CN=issuer]", served());
        assertEquals(1, cell.current().generation());
        assertTrue(
                rejections()
                        .getFirst()
                        .startsWith("secret default/a-tls: tls.key: the private key is not that"),
                rejections().toString());
    }

    @Test
    void shouldSayWhenACertificateExpiresThoughNothingChanges() throws Exception {
        turn();
        assertEquals(List.of(), rejections());
        today = today.plus(Duration.ofDays(31));
        turn();

        assertEquals(1, rejections().size());
        assertTrue(
                rejections()
                        .getFirst()
                        .startsWith("secret default/a-tls: tls.crt: has expired on "),
                rejections().toString());
        assertEquals(1, cell.current().generation());
        assertEquals("EC [CN=a.example, CN=issuer]", served());
    }

    private List<String> rejections() {
        return inForce.current().rejections().stream().map(Rejection::toString).toList();
    }

    private String served() {
        UnsafeBuffer name = name();
        List<ServerCertificate> found =
                cell.current().certificates().find(name, 0, name.capacity());
        assertEquals(1, found.size());
        return found.getFirst().keyAlgorithm()
                + " "
                + found.getFirst().chain().stream()
                        .map(X509Certificate::getSubjectX500Principal)
                        .toList();
    }

    private HostRoutes host() {
        UnsafeBuffer name = name();
        return cell.current().routes().host(name, 0, name.capacity());
    }

    private static UnsafeBuffer name() {
        return new UnsafeBuffer("a.example".getBytes(StandardCharsets.US_ASCII));
    }

    private void turnUntil(long generation) throws InterruptedException {
        turnUntil(() -> cell.current().generation() >= generation);
    }

    /** The file has to settle first. */
    private void turnUntil(BooleanSupplier condition) throws InterruptedException {
        for (int turns = 0; !condition.getAsBoolean(); turns++) {
            assertTrue(turns < 10_000, "nothing after 10,000 turns");
            turn();
        }
    }

    private void turn() throws InterruptedException {
        nowNs += MS;
        loop.turn();
    }

    private void write(String certificates, String key) throws IOException {
        Files.writeString(
                directory.resolve("secret.yaml"),
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: a-tls
                  annotations:
                    cert-manager.io/alt-names: a.example
                    cert-manager.io/certificate-name: a-tls
                  labels: {controller.cert-manager.io/fao: "true"}
                type: kubernetes.io/tls
                data:
                  ca.crt: %s
                  tls.crt: %s
                  tls.key: %s
                """
                        .formatted(
                                base64(issuer.certificate()), base64(certificates), base64(key)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
