package io.tailrace.control.pem;

import io.tailrace.control.model.PemBlock;
import io.tailrace.control.model.PemText;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The private key of a PEM text: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017 A.1.2) or SEC 1 (RFC 5915),
 * not encrypted; RSA, EC or Ed25519.
 *
 * <p>Thread: any (stateless).
 */
final class KeyReader {
    /** {@code INTEGER 0}: the version of PKCS#8. */
    private static final byte[] VERSION = {Der.INTEGER, 1, 0};

    private static final byte[] NULL = {0x05, 0};

    // Object identifiers, as DER encodes their content.
    private static final String RSA = "2a864886f70d010101";
    private static final String RSA_PSS = "2a864886f70d01010a";
    private static final String EC = "2a8648ce3d0201";
    private static final String ED25519 = "2b6570";

    private static final String MAKE_ANOTHER = "use a key of RSA, of EC P-256 or of Ed25519";
    private static final String CONVERT =
            "write it anew: openssl pkey -in KEY -out PLAIN, and put PLAIN there";

    private KeyReader() {}

    static ReadKey read(PemText text) throws UnusableException {
        for (PemBlock block : text.blocks()) {
            ReadKey key = read(block);
            if (key != null) {
                return key;
            }
        }
        throw UnusableException.key(
                "holds no private key in PEM", "put it there, from BEGIN to END PRIVATE KEY");
    }

    private static @Nullable ReadKey read(PemBlock block) throws UnusableException {
        if (!block.label().endsWith("PRIVATE KEY")) {
            return null;
        }
        if (block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw UnusableException.key(
                    "the private key is encrypted",
                    "put it there without a passphrase: openssl pkey -in KEY -out PLAIN");
        }
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> pkcs8(block.content());
                case "RSA PRIVATE KEY" -> pkcs8(wrap(RSA, NULL, block.content()));
                case "EC PRIVATE KEY" -> pkcs8(wrap(EC, curve(block.content()), block.content()));
                default ->
                        throw UnusableException.key(
                                "has a " + block.label() + ", a form that is not read", CONVERT);
            };
        } catch (IllegalArgumentException e) {
            // Without the cause: whatever it says, it says of a key.
            throw UnusableException.key("the private key is damaged", "copy it whole");
        }
    }

    private static byte[] wrap(String algorithm, byte[] parameters, byte[] key) {
        byte[] identifier = Der.element(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(algorithm));
        return Der.element(
                Der.SEQUENCE,
                VERSION,
                Der.element(Der.SEQUENCE, identifier, parameters),
                Der.element(Der.OCTET_STRING, key));
    }

    private static ReadKey pkcs8(byte[] encoded) throws UnusableException {
        Der info = new Der(encoded).open(Der.SEQUENCE);
        info.take(Der.INTEGER);
        Der algorithm = info.open(Der.SEQUENCE);
        String identifier = HexFormat.of().formatHex(algorithm.take(Der.OBJECT_IDENTIFIER));
        byte[] key = info.take(Der.OCTET_STRING);
        return switch (identifier) {
            case RSA -> new ReadKey(generate("RSA", encoded), encoded, null);
            case EC -> new ReadKey(generate("EC", encoded), encoded, point(key));
            case ED25519 -> new ReadKey(generate("Ed25519", encoded), encoded, null);
            case RSA_PSS -> throw UnusableException.key("is a key for RSA-PSS alone", MAKE_ANOTHER);
            default ->
                    throw UnusableException.key(
                            "is neither a key of RSA nor of EC nor of Ed25519", MAKE_ANOTHER);
        };
    }

    private static PrivateKey generate(String algorithm, byte[] encoded) throws UnusableException {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw UnusableException.key(
                    algorithm.equals("EC")
                            ? "the private key is damaged, or of a curve that is not read"
                            : "the private key is damaged",
                    MAKE_ANOTHER);
        }
    }

    /** The parameters of an EC key: the name of its curve, for the algorithm's identifier. */
    private static byte[] curve(byte[] key) throws UnusableException {
        Der parts = new Der(key).open(Der.SEQUENCE);
        parts.take(Der.INTEGER);
        parts.take(Der.OCTET_STRING);
        if (!parts.nextIs(Der.CONTEXT_0)) {
            throw UnusableException.key("the EC key names no curve", CONVERT);
        }
        Der parameters = parts.open(Der.CONTEXT_0);
        if (!parameters.nextIs(Der.OBJECT_IDENTIFIER)) {
            throw UnusableException.key(
                    "the EC key describes its curve instead of naming it", MAKE_ANOTHER);
        }
        return Der.element(Der.OBJECT_IDENTIFIER, parameters.take(Der.OBJECT_IDENTIFIER));
    }

    /** The public key that an EC key holds, if it does and uncompressed. */
    private static byte @Nullable [] point(byte[] key) {
        Der parts = new Der(key).open(Der.SEQUENCE);
        parts.take(Der.INTEGER);
        parts.take(Der.OCTET_STRING);
        if (parts.nextIs(Der.CONTEXT_0)) {
            parts.take(Der.CONTEXT_0);
        }
        if (!parts.nextIs(Der.CONTEXT_1)) {
            return null;
        }
        byte[] bits = parts.open(Der.CONTEXT_1).take(Der.BIT_STRING);
        // No unused bits, and the mark of an uncompressed point (SEC 1 2.3.3).
        return bits.length > 2 && bits[0] == 0 && bits[1] == 4
                ? Arrays.copyOfRange(bits, 1, bits.length)
                : null;
    }
}
