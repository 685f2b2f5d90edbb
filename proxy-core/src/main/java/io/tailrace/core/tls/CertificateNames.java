package io.tailrace.core.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The hosts that a certificate says it is for (RFC 6125 6.4): its alternative names of DNS. The
 * subject's common name does not count.
 *
 * <p>Thread: any (immutable).
 */
public final class CertificateNames {
    /** The kind of an alternative name (RFC 5280 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final byte[] WILDCARD = {'*', '.'};

    private final List<String> all;
    private final byte[][] bytes;

    private CertificateNames(List<String> all) {
        this.all = List.copyOf(all);
        this.bytes =
                all.stream()
                        .map(name -> name.getBytes(StandardCharsets.ISO_8859_1))
                        .toArray(byte[][]::new);
    }

    /**
     * The names of a certificate.
     *
     * @throws CertificateParsingException when they cannot be read
     */
    public static CertificateNames of(X509Certificate certificate)
            throws CertificateParsingException {
        Collection<List<?>> stated = certificate.getSubjectAlternativeNames();
        List<String> names = new ArrayList<>();
        for (List<?> name : stated == null ? List.<List<?>>of() : stated) {
            if (Integer.valueOf(DNS_NAME).equals(name.get(0))) {
                names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
            }
        }
        return new CertificateNames(names);
    }

    /** In lower case, as the certificate states them: DNS names, and {@code *.} and a DNS name. */
    public List<String> all() {
        return all;
    }

    /**
     * Whether the certificate is for this host: under its name, or a wildcard that stands for its
     * first label.
     *
     * @param host in any case; {@code *.} and a name stands for all that it covers
     */
    public boolean covers(String host) {
        UnsafeBuffer buffer = new UnsafeBuffer(host.getBytes(StandardCharsets.ISO_8859_1));
        return covers(buffer, 0, buffer.capacity());
    }

    /** As {@link #covers(String)}, of {@code [offset, offset + length)}. Allocates nothing. */
    public boolean covers(DirectBuffer host, int offset, int length) {
        int label = 0;
        while (label < length && host.getByte(offset + label) != '.') {
            label++;
        }
        for (byte[] name : bytes) {
            if (isSame(host, offset, length, name, 0)) {
                return true;
            }
            if (label > 0
                    && isWildcard(name)
                    && isSame(host, offset + label, length - label, name, 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWildcard(byte[] name) {
        return name.length > WILDCARD.length && name[0] == WILDCARD[0] && name[1] == WILDCARD[1];
    }

    /** Whether the host, folded to lower case, is what follows {@code from} in the name. */
    private static boolean isSame(
            DirectBuffer host, int offset, int length, byte[] name, int from) {
        if (name.length - from != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = host.getByte(offset + i);
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != name[from + i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
