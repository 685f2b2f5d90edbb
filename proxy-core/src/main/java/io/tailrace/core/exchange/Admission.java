package io.tailrace.core.exchange;

import io.tailrace.core.route.ClassSettings;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request may go on to the rules of its host at all, by the connection that it came on.
 *
 * <p>Thread: core (stateless).
 */
final class Admission {
    private Admission() {}

    /**
     * Why a request goes no further; null: it does.
     *
     * @param settings of its host
     */
    static @Nullable Fault judge(
            RequestHead head, RequestTarget target, DownstreamSide side, ClassSettings settings) {
        if (!side.admits(head)) {
            return Fault.MISDIRECTED_REQUEST;
        }
        if (settings.httpsPort() > 0 && HttpsRedirect.isDue(head, target, side.origin())) {
            return Fault.HTTPS_REDIRECT;
        }
        return null;
    }
}
