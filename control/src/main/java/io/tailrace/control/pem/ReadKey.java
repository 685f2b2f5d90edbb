package io.tailrace.control.pem;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A private key, with what its text says of the public one.
 *
 * <p>Thread: any (immutable).
 */
final class ReadKey {
    private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

    private final PrivateKey key;
    private final byte[] encoded;
    private final byte @Nullable [] point;

    /**
     * @param encoded PKCS#8 in DER
     * @param point of a key on a curve: the public one, uncompressed, if it was said
     */
    ReadKey(PrivateKey key, byte[] encoded, byte @Nullable [] point) {
        this.key = key;
        this.encoded = encoded;
        this.point = point;
    }

    /** PKCS#8 in DER. */
    byte[] encoded() {
        return encoded;
    }

    /** Whether the two keys are a pair. Cheap where the text says what the public one is. */
    boolean isOf(PublicKey other) {
        if (!key.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        return switch (other) {
            case RSAPublicKey rsa -> isOf(rsa);
            case ECPublicKey _ -> point == null ? signsFor(other, "SHA256withECDSA") : ends(other);
            case EdECPublicKey _ -> signsFor(other, "EdDSA");
            default -> false;
        };
    }

    private boolean isOf(RSAPublicKey other) {
        return key instanceof RSAPrivateKey own
                && own.getModulus().equals(other.getModulus())
                && (!(own instanceof RSAPrivateCrtKey crt)
                        || crt.getPublicExponent().equals(other.getPublicExponent()));
    }

    /** A SubjectPublicKeyInfo ends with the point (RFC 5480 2.2). */
    private boolean ends(PublicKey other) {
        byte[] own = point == null ? new byte[0] : point;
        byte[] info = other.getEncoded();
        int from = info.length - own.length;
        return from > 0 && Arrays.equals(info, from, info.length, own, 0, own.length);
    }

    private boolean signsFor(PublicKey other, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of another curve
        }
    }
}
