package io.tailrace.core.tls;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.agrona.DirectBuffer;

/**
 * The name that a client asked for in its handshake, with the certificate that it was shown.
 *
 * <p>Thread: any (immutable).
 */
public final class ServerName {
    private final byte[] name;
    private final ServerCertificate certificate;

    /**
     * @param name in any case, without trailing dot
     */
    public ServerName(String name, ServerCertificate certificate) {
        this.name = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        this.certificate = certificate;
    }

    /**
     * Whether a request for this host, in any case, is at home on the connection: it names the same
     * host, or one that the certificate is for as well. Allocates nothing.
     */
    public boolean admits(DirectBuffer buffer, int offset, int length) {
        return isSame(buffer, offset, length) || certificate.names().covers(buffer, offset, length);
    }

    /** Whether it is this name, in any case. */
    boolean isSame(DirectBuffer buffer, int offset, int length) {
        if (length != name.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = buffer.getByte(offset + i);
            if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
