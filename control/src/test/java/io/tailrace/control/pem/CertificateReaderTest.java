package io.tailrace.control.pem;

import static io.tailrace.control.OpenSsl.EC;
import static io.tailrace.control.OpenSsl.ED25519;
import static io.tailrace.control.OpenSsl.RSA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.model.PemText;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenSSL writes, whole and broken. */
final class CertificateReaderTest {
    @TempDir private static Path directory;

    private static OpenSsl openSsl;
    private static Certified root;
    private static Certified issuer;
    private static Certified rsa;
    private static Certified ec;

    private final CertificateReader reader = new CertificateReader();

    @BeforeAll
    static void certify() {
        openSsl = new OpenSsl(directory);
        root = openSsl.selfSigned(EC, "root");
        issuer = openSsl.issuedBy(root, EC, "issuer");
        rsa = openSsl.selfSigned(RSA, "rsa.example");
        ec = openSsl.issuedBy(issuer, EC, "Leaf.example", "*.leaf.example");
    }

    @Test
    void shouldReadAChainWithItsKey() throws Exception {
        Reading reading = read(ec.certificate() + issuer.certificate(), ec.key());

        assertEquals(List.of("Leaf.example", "issuer"), subjects(reading));
        assertEquals("EC", reading.certificate().keyAlgorithm());
        assertEquals(
                List.of("leaf.example", "*.leaf.example"), reading.certificate().names().all());
        assertEquals(List.of(), reading.remarks());
    }

    @ParameterizedTest
    @CsvSource({
        "leaf.example, true",
        "a.leaf.example, true",
        "*.leaf.example, true",
        "a.b.leaf.example, false",
        "*.b.leaf.example, false",
        "*.example, false",
        "example, false",
    })
    void shouldSayWhichHostsItCovers(String host, boolean covered) throws Exception {
        assertEquals(covered, read(ec.certificate(), ec.key()).certificate().names().covers(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void shouldReadAnEcKeyInEachForm(String curve) throws Exception {
        Certified made = openSsl.selfSigned(OpenSsl.ec(curve), "a.example");
        String sec1 = openSsl.convert(made.key(), "ec");
        assertTrue(sec1.contains("BEGIN EC PRIVATE KEY"), "form");
        String bare = openSsl.convert(made.key(), "ec", "-no_public");

        assertGood(made.certificate(), made.key());
        assertGood(made.certificate(), sec1);
        assertGood(made.certificate(), bare);
        assertGood(
                made.certificate(), openSsl.convert(made.key(), "ec", "-conv_form", "compressed"));
        assertGood(
                made.certificate(),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + sec1);
    }

    @Test
    void shouldReadAnRsaKeyInEachForm() throws Exception {
        String pkcs1 = openSsl.convert(rsa.key(), "rsa", "-traditional");
        assertTrue(pkcs1.contains("BEGIN RSA PRIVATE KEY"), "form");

        assertGood(rsa.certificate(), rsa.key());
        assertGood(rsa.certificate(), pkcs1);
    }

    @Test
    void shouldReadAnEd25519Key() throws Exception {
        Certified made = openSsl.selfSigned(ED25519, "a.example");

        assertGood(made.certificate(), made.key());
        Certified other = openSsl.selfSigned(ED25519, "a.example");
        assertEquals(
                "the private key is not that of the certificate",
                refusal(made.certificate(), other.key()));
    }

    @Test
    void shouldPassOverWhatStandsAroundABlock() throws Exception {
        String text =
                "\ufeffBag Attributes\n  friendlyName: x\n"
                        + openSsl.convert(ec.certificate(), "x509", "-text").replace("\n", " \r\n")
                        + "\r\n-----BEGIN";
        String key = "# made by hand\n  " + ec.key().replace("\n", "\n  ") + ec.certificate();

        assertGood(text, key);
    }

    @Test
    void shouldSortAChainThatIsOutOfOrder() throws Exception {
        Reading reading =
                read(root.certificate() + issuer.certificate() + ec.certificate(), ec.key());

        assertEquals(List.of("Leaf.example", "issuer"), subjects(reading));
        assertEquals("the certificates are out of order", reading.remarks().getFirst().reason());
        assertEquals(1, reading.remarks().size());
    }

    @Test
    void shouldLeaveOutTheRootAndWhatIsThereTwice() throws Exception {
        Reading reading =
                read(
                        ec.certificate()
                                + issuer.certificate()
                                + ec.certificate()
                                + root.certificate(),
                        ec.key());

        assertEquals(List.of("Leaf.example", "issuer"), subjects(reading));
        assertEquals(List.of(), reading.remarks());
    }

    @Test
    void shouldRefuseATextOfTooManyCertificates() {
        assertEquals(
                "has more than 100 certificates",
                refusal(ec.certificate() + rsa.certificate().repeat(100), ec.key()));
    }

    @Test
    void shouldLeaveOutStrangersAndSaySo() throws Exception {
        Reading reading =
                read(ec.certificate() + rsa.certificate() + issuer.certificate(), ec.key());

        assertEquals(List.of("Leaf.example", "issuer"), subjects(reading));
        assertEquals(
                "of the certificates, 1 did not issue any other of them",
                reading.remarks().getFirst().reason());
        assertEquals(1, reading.remarks().size());
    }

    @Test
    void shouldRefuseAKeyOfAnotherCertificate() {
        String reason = "the private key is not that of the certificate";
        assertEquals(reason, refusal(rsa.certificate(), ec.key()));
        assertEquals(reason, refusal(ec.certificate(), rsa.key()));
        assertEquals(reason, refusal(ec.certificate(), root.key()));
        assertEquals(
                reason, refusal(ec.certificate(), openSsl.convert(root.key(), "ec", "-no_public")));
        Certified other = openSsl.selfSigned(RSA, "rsa.example");
        assertEquals(reason, refusal(rsa.certificate(), other.key()));
        Certified larger = openSsl.selfSigned(OpenSsl.ec("P-384"), "a.example");
        assertEquals(
                reason,
                refusal(ec.certificate(), openSsl.convert(larger.key(), "ec", "-no_public")));
    }

    @Test
    void shouldRefuseAnEncryptedKeyWithTheRemedy() {
        String reason = "the private key is encrypted";
        assertEquals(
                reason,
                refusal(
                        rsa.certificate(),
                        openSsl.convert(rsa.key(), "pkcs8", "-topk8", "-passout", "pass:secret")));
        UnusableException refused =
                assertThrows(
                        UnusableException.class,
                        () ->
                                read(
                                        ec.certificate(),
                                        openSsl.convert(
                                                ec.key(),
                                                "ec",
                                                "-aes128",
                                                "-passout",
                                                "pass:secret")));
        assertEquals(
                new Remark(
                        Remark.Text.PRIVATE_KEY,
                        reason,
                        "put it there without a passphrase: openssl pkey -in KEY -out PLAIN"),
                refused.remark());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa:1024, 'its RSA key has 1024 bits, which can be broken'",
        "rsa:4104, 'its RSA key has 4104 bits, with which each handshake takes too long'",
    })
    void shouldRefuseRsaKeysThatAreTooShortOrTooLong(String key, String reason) {
        Certified made = openSsl.selfSigned(List.of("-newkey", key), "a.example");

        assertEquals(reason, refusal(made.certificate(), made.key()));
    }

    @Test
    void shouldRefuseOtherCurvesAndAlgorithms() {
        Certified other = openSsl.selfSigned(OpenSsl.ec("secp256k1"), "a.example");
        assertEquals(
                "the curve of its key is none of P-256, P-384 and P-521",
                refusal(other.certificate(), other.key()));
        Certified larger = openSsl.selfSigned(List.of("-newkey", "ed448"), "a.example");
        assertEquals(
                "is neither a key of RSA nor of EC nor of Ed25519",
                refusal(larger.certificate(), larger.key()));
        assertEquals(
                "has a OPENSSH PRIVATE KEY, a form that is not read",
                refusal(ec.certificate(), ec.key().replace(" PRIVATE", " OPENSSH PRIVATE")));
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertEquals("holds no certificate in PEM", refusal("", ec.key()));
        assertEquals("holds no certificate in PEM", refusal(ec.key(), ec.key()));
        assertEquals("holds no private key in PEM", refusal(ec.certificate(), ""));
        assertEquals("holds no private key in PEM", refusal(ec.certificate(), ec.certificate()));
        assertEquals(
                "holds no certificate in PEM",
                refusal(ec.certificate().replace("END", "ENDE"), ec.key()));
        assertEquals(
                "certificate 2 is damaged",
                refusal(
                        ec.certificate()
                                + issuer.certificate()
                                        .replace("CERTIFICATE-----\nMII", "CERTIFICATE-----\nMIA"),
                        ec.key()));
    }

    @Test
    void shouldRefuseAChainThatIsTooLong() {
        StringBuilder chain = new StringBuilder();
        Certified last = root;
        for (int i = 0; i < 11; i++) {
            last = openSsl.issuedBy(last, EC, "issuer" + i);
            chain.insert(0, last.certificate());
        }

        assertEquals(
                "the chain has more than 10 certificates", refusal(chain.toString(), last.key()));
    }

    /**
     * Damage is refused with words, never with an exception of another kind, and quotes nothing.
     */
    @Test
    void shouldRefuseWhateverIsLeftOfAKey() {
        Random random = new Random(1);
        String sec1 = openSsl.convert(ec.key(), "ec");
        for (String key : List.of(ec.key(), sec1, rsa.key())) {
            String label = key.lines().findFirst().orElseThrow().replace("BEGIN", "END");
            byte[] der = Base64.getMimeDecoder().decode(key.replaceAll("-----.*-----", ""));
            for (int i = 0; i < 300; i++) {
                byte[] damaged = Arrays.copyOf(der, 20 + random.nextInt(der.length - 20));
                if (i % 2 == 0) {
                    damaged = der.clone();
                    damaged[random.nextInt(20)] ^= (byte) (1 + random.nextInt(255));
                }
                String text =
                        label.replace("END", "BEGIN")
                                + "\n"
                                + Base64.getMimeEncoder().encodeToString(damaged)
                                + "\n"
                                + label;
                try {
                    read(ec.certificate(), text);
                } catch (UnusableException e) {
                    assertFalse(
                            e.remark().toString().contains(text.substring(28, 36)), e.toString());
                }
            }
        }
    }

    @Test
    void shouldReadOrRefuseWhateverIsLeftOfACertificate() {
        Random random = new Random(2);
        byte[] der =
                Base64.getMimeDecoder().decode(ec.certificate().replaceAll("-----.*-----", ""));
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = der.clone();
            damaged[random.nextInt(der.length)] ^= (byte) (1 + random.nextInt(255));
            String text =
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(damaged)
                            + "\n-----END CERTIFICATE-----\n";
            try {
                read(text, ec.key());
            } catch (UnusableException e) {
                refused++;
            }
        }
        assertTrue(refused > 0, "nothing was refused");
    }

    private void assertGood(String certificates, String key) throws Exception {
        assertEquals(List.of(), read(certificates, key).remarks());
    }

    private String refusal(String certificates, String key) {
        return assertThrows(UnusableException.class, () -> read(certificates, key))
                .remark()
                .reason();
    }

    private static List<String> subjects(Reading reading) {
        return reading.certificate().chain().stream()
                .map(X509Certificate::getSubjectX500Principal)
                .map(subject -> subject.getName().replace("CN=", ""))
                .toList();
    }

    private Reading read(String certificates, String key) throws UnusableException {
        return reader.read(PemText.of(certificates), PemText.of(key));
    }
}
