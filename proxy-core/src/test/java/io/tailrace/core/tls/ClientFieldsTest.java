package io.tailrace.core.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClientFieldsTest {
    private static final X509Certificate CERTIFICATE = SelfSigned.make().chain().getFirst();

    @Test
    void shouldSayEachThingOnALineOfItsOwn() throws Exception {
        byte[] fields = ClientFields.of("SUCCESS", CERTIFICATE, false);
        assertNotNull(fields);
        assertEquals(
                "ssl-client-verify: SUCCESS\r\nssl-client-subject-dn: CN=tailrace.invalid\r\n"
                        + "ssl-client-issuer-dn: CN=tailrace.invalid\r\n",
                new String(fields, StandardCharsets.US_ASCII));
    }

    @Test
    void shouldEncodeTheCertificateSoThatItCanBeDecoded() throws Exception {
        byte[] fields = ClientFields.of("SUCCESS", CERTIFICATE, true);
        assertNotNull(fields);
        String text = new String(fields, StandardCharsets.US_ASCII);
        String name = "\r\nssl-client-cert: ";
        String value = text.substring(text.indexOf(name) + name.length(), text.length() - 2);
        assertTrue(value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+'), value);
        String pem = URLDecoder.decode(value, StandardCharsets.US_ASCII);
        String[] lines = pem.split("\n", -1);
        assertEquals("-----BEGIN CERTIFICATE-----", lines[0]);
        assertEquals("-----END CERTIFICATE-----", lines[lines.length - 2]);
        assertEquals(
                Base64.getEncoder().encodeToString(CERTIFICATE.getEncoded()),
                String.join("", List.of(lines).subList(1, lines.length - 2)));
    }
}
