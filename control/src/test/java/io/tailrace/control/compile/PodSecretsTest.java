package io.tailrace.control.compile;

import static io.tailrace.control.OpenSsl.EC;
import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.tls.UpstreamTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From annotations and Secrets to endpoints that are spoken to over TLS. */
final class PodSecretsTest {
    private static final String EFFECT = "; its requests get 503";

    @TempDir private static Path directory;

    private static Certified ca;
    private static Certified otherCa;
    private static Certified own;

    private final Model model = new Model();
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final Publisher publisher =
            new Publisher(cell, new GenerationBoard(1), new InForceCell());
    private final RuleCompiler compiler =
            new RuleCompiler(new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0));

    @BeforeAll
    static void certify() {
        OpenSsl openSsl = new OpenSsl(directory);
        ca = openSsl.authority("ca");
        otherCa = openSsl.authority("other");
        own = openSsl.issuedBy(ca, EC, "tailrace");
    }

    @BeforeEach
    void putShop() {
        model.put(ourClass());
        model.put(service("api", port("", 443)));
        model.put(slice("api-1", "api", port("", 8443), ready("10.0.0.1")));
    }

    @Test
    void shouldSpeakTlsWithAnybodyWhenThereIsNoSecret() {
        model.put(web().build());

        UpstreamTls tls = tls();
        assertNull(tls.authorities());
        assertNull(tls.certificate());
        assertRejections();
    }

    @Test
    void shouldVerifyByTheSecretAndShowItsCertificate() {
        put(ca.certificate(), own.certificate(), own.key());
        model.put(verified().build());

        UpstreamTls tls = tls();
        assertEquals("[CN=ca]", String.valueOf(tls.authorities()));
        assertEquals("CN=tailrace", String.valueOf(tls.certificate()));
        assertEquals(1, compiler.compile(model).certificates().sources().size());
        assertRejections();
    }

    @Test
    void shouldShowNothingWhenTheSecretHasNoCertificate() {
        put(ca.certificate(), "", "");
        model.put(verified().build());

        assertNull(tls().certificate());
        assertRejections();
    }

    @Test
    void shouldSpeakToNobodyWhenThereIsNothingToVerifyBy() {
        model.put(web().annotation("proxy-ssl-verify", "on").build());
        assertEquals(0, cluster("web").size());
        assertRejections(
                "ingress shop/web: rule 1 path \"/web\": pods are to be verified, and no Secret"
                        + " says by whom; state the annotation proxy-ssl-secret"
                        + EFFECT);

        model.put(verified().build());
        assertEquals(0, cluster("web").size());
        assertRejections(
                "ingress shop/web: rule 1 path \"/web\": secret shop/ca does not exist; create it"
                        + " or correct the annotation proxy-ssl-secret"
                        + EFFECT);

        put("", own.certificate(), own.key());
        assertEquals(0, cluster("web").size());
        assertEquals(1, compiler.compile(model).rejections().size());

        put(ca.certificate(), "", "");
        assertEquals(1, cluster("web").size());
        assertRejections();
    }

    @Test
    void shouldGoOnWithoutACertificateWhenPodsAreNotVerified() {
        model.put(web().annotation("proxy-ssl-secret", "ca").build());

        assertNull(tls().certificate());
        assertRejections(
                "ingress shop/web: rule 1 path \"/web\": secret shop/ca does not exist; create it"
                        + " or correct the annotation proxy-ssl-secret; pods are shown no"
                        + " certificate");
    }

    @Test
    void shouldKeepWhatWasGoodWhenTheSecretTurnsBad() {
        put(ca.certificate(), own.certificate(), own.key());
        model.put(verified().build());
        Endpoint before = endpoint("web");

        put("damaged", own.certificate(), "damaged");

        assertSame(before, endpoint("web"));
        List<Rejection> rejections = compiler.compile(model).rejections();
        assertEquals(2, rejections.size());
        assertTrue(
                rejections
                        .get(0)
                        .toString()
                        .endsWith("; the authorities that it held before count"));
        assertTrue(
                rejections
                        .get(1)
                        .toString()
                        .endsWith("; pods are shown the certificate that it held before"));
    }

    @Test
    void shouldMakeNewEndpointsWhenTheSecretChangesAndOnlyThen() {
        put(ca.certificate(), own.certificate(), own.key());
        model.put(verified().build());
        model.put(web("plain").annotation("backend-protocol", "HTTP").build());
        Endpoint before = endpoint("web");
        Endpoint plain = endpoint("plain");
        long generation = cell.current().generation();

        put("# a remark\n" + ca.certificate(), own.certificate(), own.key() + "\n");
        assertSame(before, endpoint("web"));
        assertEquals(generation, cell.current().generation());

        put(otherCa.certificate(), own.certificate(), own.key());
        Endpoint after = endpoint("web");
        assertNotSame(before, after);
        assertNotEquals(before.id(), after.id());
        assertEquals("[CN=other]", String.valueOf(tls().authorities()));
        assertEquals(before.address(), after.address());
        assertSame(plain, endpoint("plain"));
        assertFalse(cell.current().holds(before));
    }

    @Test
    void shouldHaveClustersOfTheirOwnForOneServiceSpokenToInTwoWays() {
        model.put(web().build());
        model.put(web("plain").annotation("backend-protocol", "HTTP").build());

        assertEquals("shop/api:443 (TLS not verified)[10.0.0.1:8443]", cluster("web").toString());
        assertEquals("shop/api:443[10.0.0.1:8443]", cluster("plain").toString());
        assertNotEquals(
                fingerprint(), fingerprintWhen(web().annotation("proxy-ssl-server-name", "on")));
    }

    @Test
    void shouldFollowTheSecretOfARuleInForceThatNobodyStatesAnyMore() {
        put(ca.certificate(), own.certificate(), own.key());
        model.put(verified().build());
        DecisionTable held = compiler.compile(model);
        compiler.inForce(held.hosts(), model);
        model.takeChanges();

        model.remove(ObjectKey.ingress("shop", "web"));
        compiler.update(model, model.takeChanges());
        assertEquals("[CN=ca]", authorities(compiler.inForce(held.hosts(), model)));
        put(otherCa.certificate(), own.certificate(), own.key());
        compiler.update(model, model.takeChanges());
        assertEquals("[CN=other]", authorities(compiler.inForce(held.hosts(), model)));
        DecisionTable again = compiler.compile(model);
        assertEquals(List.of(), again.rules());
        DecisionTable inForce = compiler.inForce(held.hosts(), model);
        assertEquals("[CN=other]", authorities(inForce));
        assertEquals(1, inForce.certificates().sources().size());
        assertEquals(held.rules(), inForce.rules());

        DecisionTable newest = compiler.inForce(again.hosts(), model);
        assertEquals(Map.of(), newest.upstreamTls());
        assertEquals(List.of(), newest.certificates().sources());
    }

    private static String authorities(DecisionTable table) {
        assertEquals(1, table.upstreamTls().size());
        return String.valueOf(table.upstreamTls().values().iterator().next().authorities());
    }

    private long fingerprint() {
        publisher.publish(compiler.compile(model), model, model.takeChanges().services());
        return cell.current().routes().fingerprint();
    }

    private long fingerprintWhen(IngressBuilder changed) {
        model.put(changed.build());
        return fingerprint();
    }

    private static IngressBuilder web() {
        return web("web").annotation("backend-protocol", "HTTPS");
    }

    private static IngressBuilder web(String name) {
        return ingress(name).rule("a.example", path("Exact", "/" + name, "api:443"));
    }

    private static IngressBuilder verified() {
        return web().annotation("proxy-ssl-verify", "on").annotation("proxy-ssl-secret", "shop/ca");
    }

    private void put(String authorities, String certificate, String key) {
        model.put(
                new SecretModel(
                        ObjectKey.secret("shop", "ca"), "Opaque", certificate, key, authorities));
    }

    /** The cluster of the rule of this Ingress, as published. */
    private Cluster cluster(String ingress) {
        DecisionTable table = compiler.compile(model);
        publisher.publish(table, model, model.takeChanges().services());
        Snapshot snapshot = cell.current();
        ClusterKey key =
                table.rules().stream()
                        .filter(rule -> rule.path().equals("/" + ingress))
                        .findFirst()
                        .orElseThrow()
                        .target();
        return Objects.requireNonNull(snapshot.cluster(key));
    }

    private Endpoint endpoint(String ingress) {
        return cluster(ingress).endpoint(0);
    }

    private UpstreamTls tls() {
        return Objects.requireNonNull(endpoint("web").tls());
    }

    private void assertRejections(String... expected) {
        assertEquals(
                List.of(expected),
                compiler.compile(model).rejections().stream().map(Rejection::toString).toList());
    }
}
