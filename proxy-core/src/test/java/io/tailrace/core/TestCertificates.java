package io.tailrace.core;

import io.tailrace.core.tls.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Certificates that sign themselves, from files: of foo.org and *.foo.org, and of bar.org. */
final class TestCertificates {
    static final ServerCertificate FOO_EC = load("foo-ec.pem");
    static final ServerCertificate FOO_RSA = load("foo-rsa.pem");
    static final ServerCertificate FOO_ED25519 = load("foo-ed25519.pem");
    static final ServerCertificate BAR_EC = load("bar-ec.pem");

    private TestCertificates() {}

    private static ServerCertificate load(String file) {
        try (InputStream in = TestCertificates.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no " + file);
            }
            String pem = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(block(pem, "CERTIFICATE")));
            return new ServerCertificate(
                    List.of(certificate),
                    KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] block(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int start = pem.indexOf(begin) + begin.length();
        return Base64.getMimeDecoder()
                .decode(pem.substring(start, pem.indexOf("-----END " + kind + "-----")));
    }
}
