package io.tailrace.core.exchange;

import io.tailrace.core.loop.DutyCycle;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.core.tls.ClientVerdict;
import io.tailrace.http.LastHop;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestTarget;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request may go on to the rules of its host at all, by the connection that it came on.
 *
 * <p>Thread: core. What {@link #judge} found stands until it is called again.
 */
final class Admission {
    private final DutyCycle duty;
    private byte[] clientFields = LastHop.NO_FIELD;

    Admission(DutyCycle duty) {
        this.duty = duty;
    }

    /** The lines that tell the pod about the client's certificate. */
    byte[] clientFields() {
        return clientFields;
    }

    /**
     * Why a request goes no further; null: it does.
     *
     * @param settings of its host
     */
    @Nullable Fault judge(
            RequestHead head, RequestTarget target, DownstreamSide side, ClassSettings settings) {
        clientFields = LastHop.NO_FIELD;
        ClientIdentity identity = side.identity();
        if (identity != null
                && !identity.admits(head.buffer(), head.hostStart(), head.hostNameLength())) {
            return Fault.MISDIRECTED_REQUEST;
        }
        if (settings.httpsPort() > 0 && HttpsRedirect.isDue(head, target, side.origin())) {
            return Fault.HTTPS_REDIRECT;
        }
        ClientAuth auth = duty.snapshot().clients(settings);
        if (auth == null) {
            return null;
        }
        Fault fault = identity == null ? inClear(auth, target) : byIdentity(auth, identity, head);
        if (fault != null) {
            // Another connection may do better, with another handshake.
            side.closeAfterResponse();
        }
        return fault;
    }

    /** Nobody can show a certificate; whoever issues the host's own asks in clear all the same. */
    private @Nullable Fault inClear(ClientAuth auth, RequestTarget target) {
        if (HttpsRedirect.isChallenge(target)) {
            clientFields = ClientVerdict.NONE.fields();
            return null;
        }
        return auth.isClosed()
                ? Fault.CLIENT_AUTHORITIES_MISSING
                : Fault.CLIENT_CERTIFICATE_NEEDS_TLS;
    }

    private @Nullable Fault byIdentity(ClientAuth auth, ClientIdentity identity, RequestHead head) {
        if (auth.isClosed()) {
            return Fault.CLIENT_AUTHORITIES_MISSING;
        }
        ClientVerdict verdict =
                identity.judge(
                        auth,
                        head.buffer(),
                        head.hostStart(),
                        head.hostNameLength(),
                        duty.epochSeconds());
        if (verdict == null) {
            return Fault.MISDIRECTED_REQUEST;
        }
        clientFields = verdict.fields();
        return switch (verdict.outcome()) {
            case NONE -> auth.admitsNone() ? null : Fault.CLIENT_CERTIFICATE_REQUIRED;
            case SUCCESS -> null;
            case FAILED -> auth.admitsFailed() ? null : Fault.CLIENT_CERTIFICATE_REJECTED;
        };
    }
}
