package io.tailrace.core.downstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.exchange.DownstreamSide;
import io.tailrace.core.exchange.Verdict;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.core.transport.Transport;
import io.tailrace.http.Framing;
import io.tailrace.http.LastHop;
import io.tailrace.http.Method;
import io.tailrace.http.Origin;
import io.tailrace.http.ReplyWriter;
import io.tailrace.http.RequestHead;
import io.tailrace.http.RequestTarget;
import io.tailrace.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * The client as its exchange sees it: responses on their way out. A final head waits in the room's
 * head area for the first bytes of its body, within one handler.
 *
 * <p>Thread: core.
 */
final class ClientSide implements DownstreamSide {
    private final DownstreamConnections room;
    private final DownstreamConnection connection;
    private final Transport transport;
    private final Origin origin;
    private final @Nullable ClientIdentity identity;

    /** What the current response tells browsers about the host. */
    private byte[] strictTransport = LastHop.NO_FIELD;

    private int headBytes;

    /** One-way: after the current response the connection closes. */
    private boolean lastResponse;

    /** From when on a response is the last one. */
    private final long retiresNs;

    private boolean tunnel;

    ClientSide(
            DownstreamConnections room,
            DownstreamConnection connection,
            Transport transport,
            Origin origin,
            @Nullable ClientIdentity identity) {
        this.room = room;
        this.connection = connection;
        this.transport = transport;
        this.origin = origin;
        this.identity = identity;
        this.retiresNs = room.retiresNs();
    }

    /** Whether the connection closes after the current response. */
    boolean isLastResponse() {
        return lastResponse;
    }

    boolean isTunnel() {
        return tunnel;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public @Nullable ClientIdentity identity() {
        return identity;
    }

    @Override
    public void isFor(ClassSettings host) {
        if (identity != null) {
            strictTransport = host.strictTransport().line();
        }
    }

    @Override
    public Framing framingFor(Framing framingOfPod) {
        boolean chunks = clientVersion() >= 11;
        return switch (framingOfPod) {
            case NONE, LENGTH -> framingOfPod;
            case CHUNKED, UNTIL_CLOSE -> chunks ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
        };
    }

    @Override
    public int sendInterim(ResponseHead head) {
        int length = render(head, Framing.NONE, false);
        return length == 0 ? Transport.RESET : sent(transport.write(room.headArea(), 0, length));
    }

    @Override
    public int sendHead(ResponseHead head, Framing framing) {
        lastResponse |= framing == Framing.UNTIL_CLOSE || retires();
        headBytes = render(head, framing, lastResponse);
        return headBytes == 0 ? Transport.RESET : 0;
    }

    private boolean retires() {
        return room.draining() || room.nowNs() - retiresNs >= 0;
    }

    private int render(ResponseHead head, Framing framing, boolean close) {
        IoBuffer area = room.headArea();
        return room.headWriter().write(head, framing, hop(close), area.bytes(), 0, area.capacity());
    }

    @Override
    public int flushHead() {
        int length = headBytes;
        headBytes = 0;
        return length == 0 ? backlog() : sent(transport.write(room.headArea(), 0, length));
    }

    @Override
    public boolean dropHead() {
        boolean held = headBytes > 0;
        headBytes = 0;
        return held;
    }

    @Override
    public int sendBody(IoBuffer source, int from, int to) {
        int start = from - headBytes;
        if (headBytes > 0) {
            // In front of the body stood the pod's head, which is used up: one write instead of
            // two, and no copy of the body.
            source.bytes().putBytes(start, room.headArea().bytes(), 0, headBytes);
            headBytes = 0;
        }
        return sent(transport.write(source, start, to));
    }

    private int sent(int backlog) {
        if (backlog > 0) {
            connection.armDeadline();
        }
        return backlog;
    }

    @Override
    public int backlog() {
        return transport.backlog();
    }

    @Override
    public void reply(int status, String reason) {
        RequestHead request = connection.exchange().requestHead();
        IoBuffer area = room.headArea();
        int length =
                ReplyWriter.write(
                        status,
                        reason,
                        connection.isHeadComplete() && request.method() == Method.HEAD,
                        hopOfOwn(),
                        area.bytes(),
                        0,
                        area.capacity());
        // A client that is gone is noticed by the next read.
        sent(transport.write(area, 0, length));
    }

    @Override
    public void redirect(String reason, RequestTarget target, int httpsPort) {
        IoBuffer area = room.headArea();
        int length =
                ReplyWriter.writeRedirect(
                        reason,
                        connection.exchange().requestHead(),
                        target,
                        httpsPort,
                        hopOfOwn(),
                        area.bytes(),
                        0,
                        area.capacity());
        sent(transport.write(area, 0, length));
    }

    /** Of what we answer ourselves: nobody reads the rest of a request. */
    private LastHop hopOfOwn() {
        lastResponse |= retires() || !connection.exchange().requestDone();
        return hop(lastResponse);
    }

    private LastHop hop(boolean close) {
        return room.hop(clientVersion(), close, strictTransport);
    }

    /** What the client speaks; before its head is complete, the newest. */
    private int clientVersion() {
        return connection.isHeadComplete() ? connection.exchange().requestHead().version() : 11;
    }

    @Override
    public void closeAfterResponse() {
        lastResponse = true;
    }

    @Override
    public void beginTunnel() {
        tunnel = true;
        lastResponse = true;
        // What the client sent early is for the tunnel.
        resumeInput();
    }

    @Override
    public void pauseInput() {
        transport.wantRead(false);
        connection.armDeadline();
    }

    @Override
    public void resumeInput() {
        connection.resumeInput();
    }

    @Override
    public void exchangeOver(Verdict verdict) {
        headBytes = 0;
        strictTransport = LastHop.NO_FIELD;
        connection.exchangeOver(verdict);
    }
}
