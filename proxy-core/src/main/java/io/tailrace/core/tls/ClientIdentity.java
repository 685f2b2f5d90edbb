package io.tailrace.core.tls;

import java.security.cert.Certificate;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, by its TLS handshake: the name that it asked for, and the certificate that it
 * has shown, if it was asked to. What that is worth is judged when a request wants to know, and
 * anew when another host does or the host asks for something else, so that a change closes no
 * connection and counts at once.
 *
 * <p>Thread: core.
 */
public final class ClientIdentity {
    private static final Certificate[] NOTHING = {};

    /**
     * As many as an honest connection sees changes. Each costs as much as a handshake, which a
     * client could have for the price of a request by taking turns between two hosts.
     */
    private static final int MOST_JUDGEMENTS = 16;

    private final @Nullable ServerName name;
    private final boolean named;
    private final @Nullable ClientAuth asked;

    /** Until the first request wants to know what was shown. */
    private @Nullable SSLEngine engine;

    private Certificate[] shown = NOTHING;
    private @Nullable ClientAuth judge;
    private ClientVerdict verdict = ClientVerdict.NONE;
    private int judgements;

    /**
     * @param name what it asked for, with what it was shown; null if it asked for none
     * @param named whether the certificate that it was shown is that of the name
     * @param asked why it was asked for a certificate; null if it was not
     * @param engine of the connection
     */
    public ClientIdentity(
            @Nullable ServerName name,
            boolean named,
            @Nullable ClientAuth asked,
            SSLEngine engine) {
        this.name = name;
        this.named = named;
        this.asked = asked;
        this.engine = asked == null ? null : engine;
    }

    /**
     * Whether a request for this host is at home on the connection: the client asked for no name
     * that we know, or see {@link ServerName#admits}.
     */
    public boolean admits(DirectBuffer buffer, int offset, int length) {
        return !named || name == null || name.admits(buffer, offset, length);
    }

    /** Judges by what was asked, as the first request will most likely want it. */
    public void judgeAsked(long epochSeconds) {
        look();
        ClientAuth auth = asked;
        if (auth != null && shown.length > 0) {
            judge(auth, epochSeconds);
        }
    }

    /**
     * What a host makes of the client; null if that cannot be told on this connection: the client
     * has shown nothing, and might have, had it been asked what the host asks; or it was judged too
     * often.
     *
     * @param host its name at {@code [offset, offset + length)}, as the request has it
     */
    public @Nullable ClientVerdict judge(
            ClientAuth auth, DirectBuffer host, int offset, int length, long epochSeconds) {
        look();
        if (shown.length == 0) {
            return wasAsked(auth, host, offset, length) ? ClientVerdict.NONE : null;
        }
        if (!auth.equals(judge) || epochSeconds > verdict.untilSeconds()) {
            if (judgements == MOST_JUDGEMENTS) {
                return null;
            }
            judge(auth, epochSeconds);
        }
        return verdict;
    }

    private void judge(ClientAuth auth, long epochSeconds) {
        judgements++;
        judge = auth;
        verdict = ClientVerdict.of(auth, shown, Instant.ofEpochSecond(epochSeconds));
    }

    private void look() {
        SSLEngine unread = engine;
        if (unread != null) {
            engine = null;
            try {
                shown = unread.getSession().getPeerCertificates();
            } catch (SSLPeerUnverifiedException e) {
                shown = NOTHING;
            }
        }
    }

    /** By the same host, whatever it asked for then, or by one that asks for the same. */
    private boolean wasAsked(ClientAuth auth, DirectBuffer host, int offset, int length) {
        return asked != null
                && (asked.equals(auth) || (name != null && name.isSame(host, offset, length)));
    }
}
