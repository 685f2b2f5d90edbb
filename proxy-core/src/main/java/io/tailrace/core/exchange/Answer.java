package io.tailrace.core.exchange;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.http.Framing;
import io.tailrace.http.HeadLimits;
import io.tailrace.http.Malformed;
import io.tailrace.http.RequestTarget;
import io.tailrace.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What a client gets for its request: a pod's response on its way, a tunnel, or a reply of the
 * proxy's own. It tells how each step went, the exchange decides what follows.
 *
 * <p>Thread: core.
 */
final class Answer {
    private static final int MAX_INTERIM = 16;

    private final ResponseHead head = new ResponseHead(HeadLimits.response().maxFields());
    private final BodyRelay body;
    private final BodyRelay.Receiver toClient =
            (source, from, to) -> side().sendBody(source, from, to);
    private @Nullable DownstreamSide downstream;
    private ResponseFlow flow = ResponseFlow.AWAIT;
    private int status;
    private int interims;
    private boolean started;
    private boolean tunnel;

    Answer(BodyRelay body) {
        this.body = body;
    }

    void open(DownstreamSide side) {
        downstream = side;
        flow = ResponseFlow.AWAIT;
        status = 0;
        interims = 0;
        started = false;
        tunnel = false;
    }

    /** The exchange is over. Returns the client's side, which it lets go. */
    DownstreamSide close() {
        DownstreamSide side = side();
        downstream = null;
        return side;
    }

    DownstreamSide side() {
        DownstreamSide side = downstream;
        if (side == null) {
            throw new IllegalStateException("exchange is over");
        }
        return side;
    }

    ResponseFlow flow() {
        return flow;
    }

    /** Of the final head; 0: there is none yet. */
    int status() {
        return status;
    }

    /** Whether a byte of a final response was handed to the client's side. */
    boolean started() {
        return started;
    }

    boolean isTunnel() {
        return tunnel;
    }

    // ---- the pod's. Results: 0, RECEIVER_GONE, or the code of a Malformed

    /** Where the pod's side parses heads into. */
    ResponseHead head() {
        return head;
    }

    /** Counts an interim head. Returns whether there may be so many. */
    boolean mayBeInterim() {
        return ++interims <= MAX_INTERIM;
    }

    /** The pod's final head is there. */
    int begin(boolean bodyIsHere) {
        Framing outgoing = side().framingFor(head.framing());
        body.begin(head.framing(), head.contentLength(), outgoing);
        return hand(outgoing, body.done() || !bodyIsHere);
    }

    /** The pod's head opens a tunnel. */
    int beginTunnel() {
        tunnel = true;
        body.begin(Framing.UNTIL_CLOSE, -1, Framing.UNTIL_CLOSE);
        side().beginTunnel();
        return hand(Framing.NONE, true);
    }

    private int hand(Framing framing, boolean atOnce) {
        DownstreamSide side = side();
        status = head.status();
        started = true;
        flow = ResponseFlow.BODY;
        int sent = side.sendHead(head, framing);
        if (sent >= 0 && atOnce) {
            sent = side.flushHead();
        }
        return sent < 0 ? BodyRelay.RECEIVER_GONE : 0;
    }

    /** More of the body is there. */
    int relay(IoBuffer input) {
        int result = body.relay(input, toClient);
        // The head leaves in this handler, also where no byte of this input goes on.
        return result >= 0 && side().flushHead() < 0 ? BodyRelay.RECEIVER_GONE : result;
    }

    /** The pod has closed. As {@link BodyRelay#endOfInput}. */
    int endOfInput(IoBuffer empty) {
        return body.endOfInput(empty, toClient);
    }

    /** Whether the client has all of it. */
    boolean finish() {
        if (body.done()) {
            flow = ResponseFlow.DONE;
        }
        return body.done();
    }

    /** It will not go on. What has not left need not be cut. */
    void cut() {
        started = !side().dropHead();
    }

    // ---- the proxy's own

    /** Tells the client what went wrong: {@code malformed}, if it is that, else {@code fault}. */
    void reply(Fault fault, @Nullable Malformed malformed) {
        status = malformed != null ? malformed.status() : fault.status();
        side().reply(status, malformed != null ? malformed.reason() : fault.code());
        complete();
    }

    /** Sends the client to the same target over TLS, at this port. */
    void redirect(RequestTarget target, int httpsPort) {
        status = Fault.HTTPS_REDIRECT.status();
        side().redirect(Fault.HTTPS_REDIRECT.code(), target, httpsPort);
        complete();
    }

    private void complete() {
        started = true;
        flow = ResponseFlow.DONE;
    }
}
