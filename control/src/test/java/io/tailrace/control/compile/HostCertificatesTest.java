package io.tailrace.control.compile;

import static io.tailrace.control.OpenSsl.EC;
import static io.tailrace.control.OpenSsl.RSA;
import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.core.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are written by their subject, which is the first name they are for. */
final class HostCertificatesTest {
    @TempDir private static Path directory;

    private static Certified a;
    private static Certified renewed;
    private static Certified rsa;
    private static Certified wildcard;

    private final Model model = new Model();
    private final RuleCompiler compiler =
            new RuleCompiler(
                    new CompileSettings(
                            ControlSettings.CONTROLLER_NAME,
                            null,
                            ObjectKey.secret("infra", "default-tls"),
                            443));

    @BeforeAll
    static void certify() {
        OpenSsl openSsl = new OpenSsl(directory);
        a = openSsl.selfSigned(EC, "a.example", "b.example");
        renewed = openSsl.selfSigned(EC, "a.example", "c.example");
        rsa = openSsl.selfSigned(RSA, "a.example");
        wildcard = openSsl.selfSigned(EC, "*.example");
    }

    @BeforeEach
    void putDefault() {
        model.put(ourClass());
        put("infra", "default-tls", wildcard);
    }

    @Test
    void shouldServeTheHostsOfAnEntry() {
        put("shop", "a-tls", a);
        put("shop", "other", renewed);
        model.put(shop("web").tls("a-tls", "A.example.", "b.example").build());

        Certificates certificates = certificates();

        assertEquals("{a.example=[a.example], b.example=[a.example]}", names(table()));
        assertEquals("[*.example]", subjects(certificates.rest()));
        assertEquals(
                "[secret infra/default-tls, secret shop/a-tls]",
                certificates.sources().stream()
                        .map(Certificates.Source::secret)
                        .toList()
                        .toString());
        assertRejections();
    }

    @Test
    void shouldServeTheHostsOfTheRulesWhenAnEntryNamesNone() {
        put("shop", "a-tls", a);
        model.put(
                shop("web")
                        .rule("a.example", path("Prefix", "/", "web:80"))
                        .rule("", path("Prefix", "/", "web:80"))
                        .tls("a-tls")
                        .build());

        assertEquals("{a.example=[a.example]}", names(table()));
        assertRejections();
    }

    @Test
    void shouldTakeOnlySoManyEntriesForAllHosts() {
        put("shop", "a-tls", a);
        put("shop", "rsa-tls", rsa);
        IngressBuilder web = shop("web").rule("a.example", path("Prefix", "/", "web:80"));
        web.tls("a-tls").tls("a-tls").tls("rsa-tls", "b.example").tls("a-tls");
        for (int i = 1; i < TlsClaims.MOST_WITHOUT_HOSTS; i++) {
            web.tls("");
            put("shop", "tls-" + i, a);
            web.tls("tls-" + i);
        }
        web.tls("rsa-tls").tls("rsa-tls").tls("rsa-tls", "a.example");
        model.put(web.build());

        // All that state a.example itself count, and the first eight that state none.
        assertEquals("{a.example=[a.example, a.example], b.example=[a.example]}", names(table()));
        assertRejections(
                "ingress shop/web: tls: has more than 8 entries without hosts, each for all hosts of"
                        + " the rules; write the hosts of each; the last 3; skipped",
                "ingress shop/web: tls 3 host \"b.example\": the certificate is not for this host,"
                        + " but for \"a.example\"; have one issued that is; served all the same");
    }

    @Test
    void shouldSayWhenNoHostIsNamedAnywhere() {
        put("shop", "a-tls", a);
        model.put(shop("web").tls("a-tls").tls("a-tls", "", "a_b", "*.*").build());

        assertEquals("{}", names(table()));
        assertRejections(
                "ingress shop/web: tls 1: names no host, and no rule does; write the hosts;"
                        + " skipped",
                "ingress shop/web: tls 2: names no host, and no rule does; write the hosts;"
                        + " skipped",
                "ingress shop/web: tls 2 host \"*.*\": only the first label can be a wildcard;"
                        + " write a DNS name, or *. and a DNS name; skipped",
                "ingress shop/web: tls 2 host \"a_b\": the host is not a DNS name (RFC 1123);"
                        + " write a DNS name, or *. and a DNS name; skipped");
    }

    @Test
    void shouldServeTheDefaultCertificateWhenASecretIsMissingOrNotNamed() {
        model.put(shop("web").tls("a-tls", "a.example").tls("", "b.example").build());

        assertEquals("{}", names(table()));
        assertRejections(
                "ingress shop/web: tls 1: secret \"a-tls\" does not exist; create it or correct the"
                        + " name; its hosts get the default certificate");

        put("shop", "a-tls", a);
        assertEquals("{a.example=[a.example]}", names(table()));
        assertRejections();
        model.remove(ObjectKey.secret("shop", "a-tls"));
        assertEquals("{}", names(table()));
    }

    @Test
    void shouldKeepTheOldCertificateWhileTheNewOneIsBad() {
        put("shop", "a-tls", a);
        model.put(shop("web").tls("a-tls", "a.example").build());
        DecisionTable good = table();

        put("shop", "a-tls", new Certified(renewed.certificate(), a.key()));
        assertEquals(good.certificatesOfHosts(), table().certificatesOfHosts());
        assertRejections(
                "secret shop/a-tls: tls.key: the private key is not that of the certificate; put the"
                        + " two there that were made together; the certificate that it held before"
                        + " stays in force");
        put("shop", "a-tls", new Certified("", ""));
        assertEquals(good.certificatesOfHosts(), table().certificatesOfHosts());

        put("shop", "a-tls", renewed);
        assertEquals(1, table().certificatesOfHosts().size());
        assertRejections();
    }

    @Test
    void shouldSayWhatIsWrongWithASecretThatNeverWasGood() {
        model.put(new SecretModel(ObjectKey.secret("shop", "a-tls"), "helm.sh/r", "", "", ""));
        put("shop", "b-tls", new Certified("", a.key()));
        model.put(shop("web").tls("a-tls", "a.example").tls("b-tls", "b.example").build());

        assertEquals("{}", names(table()));
        assertRejections(
                "secret shop/a-tls: type: is \"helm.sh/r\"; make it kubernetes.io/tls; its hosts get"
                        + " the default certificate",
                "secret shop/b-tls: tls.crt: holds no certificate in PEM; put the server's there,"
                        + " then its issuers, each from BEGIN to END CERTIFICATE; its hosts get the"
                        + " default certificate");
    }

    @Test
    void shouldServeRsaAndEcSideBySideWithinANamespace() {
        put("shop", "a-tls", a);
        put("shop", "rsa-tls", rsa);
        model.put(shop("old").bornAt(1).tls("a-tls", "a.example").build());
        model.put(shop("new").bornAt(2).tls("rsa-tls", "a.example").build());

        assertEquals(
                List.of("EC", "RSA"),
                table().certificatesOfHosts().getOrDefault("a.example", List.of()).stream()
                        .map(ServerCertificate::keyAlgorithm)
                        .toList());
        assertRejections();
    }

    @Test
    void shouldServeTheOldersCertificateWhenTwoHaveOneAlgorithm() {
        put("shop", "a-tls", a);
        put("shop", "new-tls", renewed);
        model.put(shop("old").bornAt(1).tls("a-tls", "a.example").build());
        model.put(shop("new").bornAt(2).tls("new-tls", "a.example", "c.example").build());
        model.put(shop("same").bornAt(3).tls("a-tls", "a.example").build());

        Certificates certificates = certificates();

        assertEquals("{a.example=[a.example], c.example=[a.example]}", names(table()));
        assertEquals(
                certificates.sources().get(1).certificate(),
                table().certificatesOfHosts().getOrDefault("a.example", List.of()).getFirst());
        assertRejections(
                "ingress shop/new: tls 1 host \"a.example\": shadowed by shop/old tls 1, whose"
                        + " certificate has a key of EC too; remove one of the two; skipped");
    }

    @Test
    void shouldLetNoOtherNamespaceAddToAHost() {
        put("shop", "a-tls", a);
        put("evil", "rsa-tls", rsa);
        put("good", "copy", a);
        model.put(shop("old").bornAt(1).tls("a-tls", "a.example").build());
        model.put(of("evil", "new").bornAt(2).tls("rsa-tls", "a.example").build());
        model.put(of("good", "copy").bornAt(3).tls("copy", "a.example").build());

        assertEquals("{a.example=[a.example]}", names(table()));
        assertRejections(
                "ingress evil/new: tls 1 host \"a.example\": shadowed by shop/old tls 1, of another"
                        + " namespace; remove one of the two; skipped");
    }

    @Test
    void shouldServeACertificateForAnotherHostAndSaySo() {
        put("shop", "a-tls", a);
        model.put(shop("web").tls("a-tls", "x.example").build());

        assertEquals("{x.example=[a.example]}", names(table()));
        assertRejections(
                "ingress shop/web: tls 1 host \"x.example\": the certificate is not for this host,"
                        + " but for \"a.example\", \"b.example\"; have one issued that is; served"
                        + " all the same");
    }

    @Test
    void shouldSayWhichCertificateIsOutOfTimeAndWhenThatChanges() {
        put("shop", "a-tls", a);
        model.put(shop("web").tls("a-tls", "a.example").build());
        model.remove(ObjectKey.secret("infra", "default-tls"));
        Certificates certificates = certificates();
        Instant begins = certificates.sources().getFirst().begins();
        Instant ends = certificates.sources().getFirst().ends();

        assertEquals(30, ChronoUnit.DAYS.between(begins, ends));
        assertEquals(ends, certificates.earliestEnd());
        assertEquals(
                "[secret shop/a-tls: tls.crt: is not valid before "
                        + begins
                        + "; set the clocks right, or wait; served all the same]",
                certificates.outOfTime(begins.minusSeconds(1)).toString());
        assertEquals(begins, certificates.changesAfter(begins.minusSeconds(1)));
        assertEquals(List.of(), certificates.outOfTime(begins));
        assertEquals(List.of(), certificates.outOfTime(ends));
        Instant change = certificates.changesAfter(begins);
        assertEquals(
                "[secret shop/a-tls: tls.crt: has expired on "
                        + ends
                        + "; renew it; served all the same]",
                certificates.outOfTime(change).toString());
        assertEquals(Instant.MAX, certificates.changesAfter(change));
    }

    @Test
    void shouldSayWhenTheDefaultCertificateIsMissing() {
        model.remove(ObjectKey.secret("infra", "default-tls"));

        assertEquals(List.of(), certificates().rest());
        assertRejections(
                "secret infra/default-tls: --default-certificate: does not exist; create it; a"
                        + " self-signed certificate is served instead");
    }

    @Test
    void shouldReadASecretOnceForEachContent() {
        put("shop", "a-tls", a);
        model.put(shop("web").tls("a-tls", "a.example").build());
        ServerCertificate first = certificates().sources().get(1).certificate();

        put("shop", "b-tls", rsa);
        model.put(shop("more").tls("b-tls", "b.example").build());
        put("shop", "a-tls", new Certified(a.certificate(), a.key()));

        assertSame(first, certificates().sources().get(1).certificate());
    }

    private static IngressBuilder shop(String name) {
        return of("shop", name);
    }

    /** An Ingress with a rule that has nothing to do with certificates. */
    private static IngressBuilder of(String namespace, String name) {
        return ingress(namespace, name).rule("", path("Exact", "/" + namespace + name, "web:80"));
    }

    private void put(String namespace, String name, Certified made) {
        model.put(
                new SecretModel(
                        ObjectKey.secret(namespace, name),
                        "kubernetes.io/tls",
                        made.certificate(),
                        made.key(),
                        ""));
    }

    private DecisionTable table() {
        return compiler.compile(model);
    }

    private Certificates certificates() {
        return table().certificates();
    }

    private void assertRejections(String... expected) {
        assertEquals(
                List.of(expected),
                compiler.compile(model).rejections().stream().map(Rejection::toString).toList());
    }

    private static String names(DecisionTable table) {
        Map<String, String> names = new TreeMap<>();
        table.certificatesOfHosts().forEach((host, held) -> names.put(host, subjects(held)));
        return names.toString();
    }

    private static String subjects(List<ServerCertificate> certificates) {
        return certificates.stream()
                .map(held -> held.toString().replace("CN=", ""))
                .toList()
                .toString();
    }
}
