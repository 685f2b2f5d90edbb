package io.tailrace.core.exchange;

import io.tailrace.http.Origin;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestTarget;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Which requests in clear are redirected, where a host is served over TLS only: all that name a
 * host to lead to, but for those by which a certificate authority looks whether the host is ours
 * (RFC 8555 8.3), as there may be no certificate yet.
 *
 * <p>Thread: core (stateless).
 */
final class HttpsRedirect {
    private static final byte[] CHALLENGE =
            "/.well-known/acme-challenge/".getBytes(StandardCharsets.US_ASCII);

    private HttpsRedirect() {}

    static boolean isDue(RequestHead head, RequestTarget target, Origin origin) {
        return head.hostNameLength() > 0
                && !target.asterisk()
                && !origin.clientSpeaksTls(head)
                && !isChallenge(target);
    }

    /**
     * Whether it asks for what shows a certificate authority whose the host is: one token in the
     * letters of base64url (RFC 8555 8.3), so that nothing of it means another path to a pod.
     */
    static boolean isChallenge(RequestTarget target) {
        if (target.matchLength() <= CHALLENGE.length) {
            return false;
        }
        DirectBuffer path = target.matchBuffer();
        for (int i = 0; i < CHALLENGE.length; i++) {
            if (path.getByte(target.matchStart() + i) != CHALLENGE[i]) {
                return false;
            }
        }
        for (int i = CHALLENGE.length; i < target.matchLength(); i++) {
            if (!isOfToken(path.getByte(target.matchStart() + i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfToken(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '_';
    }
}
