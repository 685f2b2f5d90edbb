package io.tailrace.core.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The lines that tell a pod of a client's certificate, named as ingress-nginx names them:
 *
 * <pre>
 *   ssl-client-verify       NONE, SUCCESS, or FAILED: and why
 *   ssl-client-subject-dn   RFC 2253
 *   ssl-client-issuer-dn    RFC 2253
 *   ssl-client-cert         where it is passed on: PEM, percent-encoded (RFC 3986 2.1)
 * </pre>
 *
 * <p>Thread: any (stateless).
 */
final class ClientFields {
    static final String TOO_LONG = "the certificate is too long to be passed on";

    /** Lines must fit behind any head into what a head for a pod is rendered into. */
    private static final int MAX_BYTES = 8 * 1024;

    private static final int PEM_LINE = 64;
    private static final byte[] LINE_FEED = {'\n'};

    private ClientFields() {}

    static byte[] none() {
        return of("NONE");
    }

    /** Of the verdict alone. */
    static byte[] of(String verdict) {
        return line("ssl-client-verify", verdict).getBytes(StandardCharsets.US_ASCII);
    }

    /** All lines; null: they are too long. */
    static byte @Nullable [] of(String verdict, X509Certificate leaf, boolean passed)
            throws CertificateEncodingException {
        byte[] encoded = passed ? leaf.getEncoded() : new byte[0];
        if (encoded.length > MAX_BYTES) {
            return null;
        }
        String lines =
                line("ssl-client-verify", verdict)
                        + line(
                                "ssl-client-subject-dn",
                                DistinguishedName.text(leaf.getSubjectX500Principal()))
                        + line(
                                "ssl-client-issuer-dn",
                                DistinguishedName.text(leaf.getIssuerX500Principal()))
                        + (passed ? line("ssl-client-cert", escaped(encoded)) : "");
        return lines.length() > MAX_BYTES ? null : lines.getBytes(StandardCharsets.US_ASCII);
    }

    /** What ends a line, and all that is not visible ASCII, was escaped before. */
    private static String line(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    private static String escaped(byte[] certificate) {
        String base64 =
                Base64.getMimeEncoder(PEM_LINE, LINE_FEED)
                        .encodeToString(certificate)
                        .replace("+", "%2B")
                        .replace("/", "%2F")
                        .replace("=", "%3D")
                        .replace("\n", "%0A");
        return "-----BEGIN%20CERTIFICATE-----%0A" + base64 + "%0A-----END%20CERTIFICATE-----%0A";
    }
}
