package io.tailrace.core.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/**
 * Makes a certificate that nobody trusts, for clients for whom there is no other one: they see a
 * proxy that works and a certificate that is missing.
 *
 * <pre>
 *   Certificate     ::= SEQUENCE { tbs, algorithm, signature BIT STRING }         RFC 5280 4.1
 *   TBSCertificate  ::= SEQUENCE { [0] version, serial, algorithm, issuer, validity, subject, key, [3] extensions }
 * </pre>
 *
 * <p>Thread: any.
 */
public final class SelfSigned {
    private static final String NAME = "tailrace.invalid";

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int DNS_NAME = 0x82;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    private static final byte[] ECDSA_WITH_SHA256 = {
        0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
    };
    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] ALTERNATIVE_NAME = {0x55, 0x1d, 0x11};

    /** Without end (RFC 5280 4.1.2.5): nothing could renew it before the next start. */
    private static final String FROM = "20260101000000Z";

    private static final String UNTIL = "99991231235959Z";

    private SelfSigned() {}

    /** A certificate with a new EC key. */
    public static ServerCertificate make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new ServerCertificate(
                    List.of(certificate(pair.getPublic(), pair.getPrivate())), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no EC keys", e);
        }
    }

    private static X509Certificate certificate(PublicKey publicKey, PrivateKey privateKey)
            throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, der(OBJECT, ECDSA_WITH_SHA256));
        byte[] name =
                der(
                        SEQUENCE,
                        der(
                                SET,
                                der(
                                        SEQUENCE,
                                        der(OBJECT, COMMON_NAME),
                                        der(UTF8_STRING, ascii(NAME)))));
        byte[] alternative =
                der(
                        SEQUENCE,
                        der(OBJECT, ALTERNATIVE_NAME),
                        der(OCTET_STRING, der(SEQUENCE, der(DNS_NAME, ascii(NAME)))));
        byte[] content =
                der(
                        SEQUENCE,
                        der(VERSION, der(INTEGER, new byte[] {2})),
                        der(INTEGER, new BigInteger(120, new SecureRandom()).toByteArray()),
                        algorithm,
                        name,
                        der(
                                SEQUENCE,
                                der(GENERALIZED_TIME, ascii(FROM)),
                                der(GENERALIZED_TIME, ascii(UNTIL))),
                        name,
                        publicKey.getEncoded(),
                        der(EXTENSIONS, der(SEQUENCE, alternative)));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(privateKey);
        signer.update(content);
        byte[] whole =
                der(
                        SEQUENCE,
                        content,
                        algorithm,
                        // No unused bits in the last byte.
                        der(BIT_STRING, new byte[] {0}, signer.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tag, length, and the parts one behind the other; up to 65,535 bytes of them (X.690 8.1). */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
