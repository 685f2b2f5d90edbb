package io.tailrace.core.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class CertTableTest {
    /** Self-signed, {@code CN=shop}, an EC key. */
    private static final String PEM =
            """
            -----BEGIN CERTIFICATE-----
            MIIBdjCCARugAwIBAgIUFVnV2APOCSr3p/jCbJY0/X7QqYwwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEc2hvcDAgFw0yNjExMjQxMDI3NTRaGA8yMTI2MTAzMTEwMjc1
            NFowDzENMAsGA1UEAwwEc2hvcDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGdz
            Rtdu0N+EIPE82OPqtFpelvbbcqc7x+O5VluiYBzqOCCQJmroI5mj0/C862DtUYn1
            mdA3BnZCEeLECx76hVGjUzBRMB0GA1UdDgQWBBTNhhu6oRrMIZNsUkMX87pMq/vR
            8DAfBgNVHSMEGDAWgBTNhhu6oRrMIZNsUkMX87pMq/vR8DAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDORQ2ai4WQytYTv1+ju1inH48mHjdbGV8q
            slJht3uMvAIhAKIW5WmKIZ6Mv9N9eCB0SO+9DGRRlHVSNyTxuqUuowrF
            -----END CERTIFICATE-----
            """;

    private final ServerCertificate shop = certificate();

    private static ServerCertificate certificate() {
        try {
            X509Certificate leaf =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    PEM.getBytes(StandardCharsets.US_ASCII)));
            PrivateKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
            return new ServerCertificate(List.of(leaf), key);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ServerCertificate> find(CertTable table, String name) {
        byte[] bytes = ("x" + name).getBytes(StandardCharsets.US_ASCII);
        return table.find(new UnsafeBuffer(bytes), 1, name.length());
    }

    @Test
    void shouldFindTheExactNameThenTheWildcardOfOneLabel() {
        List<ServerCertificate> own = List.of(shop);
        CertTable table =
                CertTable.of(Map.of("a.example", own, "*.example", List.of(shop, shop)), own, 42);
        assertEquals(1, find(table, "A.Example").size());
        assertEquals(2, find(table, "b.example").size());
        assertEquals(List.of(), find(table, "c.b.example"));
        assertEquals(List.of(), find(table, "example"));
        assertEquals(List.of(), find(table, ""));
        assertEquals(own, table.rest());
        assertEquals(List.of(), find(CertTable.empty(), "a.example"));
    }

    @Test
    void shouldTellWhoseItIsAndNothingOfTheKey() {
        assertEquals("CN=shop", shop.toString());
        assertEquals("EC", shop.keyAlgorithm());
        assertEquals(shop, certificate());
    }
}
