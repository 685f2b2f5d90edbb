package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in TLS records (RFC 8446 5, RFC 5246 6). Records are opened from the core's one sealed
 * input into its read area, and sealed into its one sealed output, which leaves with one system
 * call. What is kept between two handlers is an incomplete record at most, unless the read area is
 * full: an idle one holds no buffer.
 *
 * <p>The end of the peer's stream is its close_notify. A stream that ends without one may have been
 * cut by anybody, and counts as {@link #RESET}.
 *
 * <p>Thread: core.
 */
final class TlsTransport implements Transport {
    private static final Logger LOG = System.getLogger(TlsTransport.class.getName());

    private static final int RECORD_HEAD = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int MAX_PLAIN = 16 * 1024;

    /** Of a record's fragment: 2 KiB more than the plain text (RFC 5246 6.2.3). */
    private static final int MAX_FRAGMENT = MAX_PLAIN + 2 * 1024;

    /** What engines may add to a small record, and want to see free for a whole one. */
    private static final int RECORD_OVERHEAD = 64;

    private static final int WHOLE_RECORD = 18 * 1024;

    /** How often an engine may leave a record untouched: it must not hold the core. */
    private static final int MAX_STUCK = 8;

    /** Room for all that a plain read would bring, and the rest of an incomplete record. */
    static final int INPUT_AREA = Transports.MAX_INPUT;

    /**
     * Records of the first bytes fit one packet each, so that the peer can open the first ones
     * before all of a large one is there; a stream under way gets whole ones.
     */
    private static final int SMALL_RECORD = 1300;

    private static final int SMALL_RECORD_BYTES = 64 * 1024;
    private static final long PAUSE_NS = 1_000_000_000;

    private final Wire wire;
    private final Transports shared;
    private final SSLEngine engine;
    private final Lending lending;
    private final WireOutput output;

    /** Sealed bytes that could not be opened yet. */
    private @Nullable IoBuffer kept;

    /** Whether the peer is a pod: then the first word is ours. */
    private final boolean toPod;

    private boolean open;
    private boolean cipherChanged;

    /**
     * The peer is through with its handshake. Towards a pod {@link #open} may be true before: the
     * request need not wait for the pod's last word in TLS 1.2 (RFC 7918).
     */
    private boolean peerFinished;

    private @Nullable SSLException failure;

    /** How the input ended: 0 while it has not. */
    private int ended;

    private boolean outputShut;
    private boolean closed;
    private int sentSincePause;
    private long sentAtNs;

    TlsTransport(PlainTransport plain, Transports shared, SSLEngine engine) {
        this.wire = plain.wire();
        this.shared = shared;
        this.engine = engine;
        this.toPod = engine.getUseClientMode();
        this.lending = new Lending(shared);
        this.output = new WireOutput(wire, shared, plain.wantsRead() ? SelectionKey.OP_READ : 0);
        this.kept = plain.handOver();
        this.sentAtNs = shared.nowNs();
    }

    static int outputArea(int plainBytes) {
        return plainBytes + (plainBytes / SMALL_RECORD + 2) * RECORD_OVERHEAD + WHOLE_RECORD;
    }

    /** Begins the handshake, if that is on us. */
    void begin() {
        if (!toPod) {
            return;
        }
        try {
            engine.beginHandshake();
            if (!proceed(engine.getHandshakeStatus())) {
                ended = RESET;
            }
        } catch (SSLException e) {
            fail(e);
        }
    }

    @Override
    public int finishConnect() {
        throw new IllegalStateException("connected as a plain one");
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    // ---- in

    @Override
    public int read() {
        if (outputShut && !toPod) {
            return discard();
        }
        lending.relend();
        if (ended < 0) {
            return ended;
        }
        IoBuffer sealed = takeSealed();
        int limit = Math.min(INPUT_AREA, sealed.tail() + shared.pool().readLimit());
        int count = 0;
        if (limit > sealed.tail() && !isWhole(sealed)) {
            try {
                count = wire.read(sealed.slice(sealed.tail(), limit));
            } catch (IOException e) {
                return RESET;
            }
            if (count > 0) {
                sealed.produce(count);
            }
        }
        boolean wasOpen = open;
        int opened = openAll(sealed);
        keepSealed(sealed);
        if (open && !wasOpen && opened == 0) {
            // The handshake's last word is the client's, and what is to follow may wait for us.
            wire.acknowledge();
        }
        if (count < 0 && ended == 0) {
            // Without a close_notify nobody knows who ended the stream.
            ended = RESET;
        }
        return ended < 0 ? ended : opened;
    }

    /**
     * After our close_notify nobody asks what a client still sends; a pod at the other end of a
     * tunnel may go on.
     */
    private int discard() {
        shared.readArea().resetTo(Transports.HEADROOM);
        IoBuffer sealed = shared.sealedInput();
        try {
            return Math.min(0, wire.read(sealed.slice(0, INPUT_AREA)));
        } catch (IOException e) {
            return RESET;
        }
    }

    private IoBuffer takeSealed() {
        IoBuffer area = shared.sealedInput();
        area.resetTo(0);
        IoBuffer left = kept;
        if (left != null) {
            kept = null;
            area.append(left, left.head(), left.size());
            shared.pool().give(left);
        }
        return area;
    }

    private void keepSealed(IoBuffer sealed) {
        if (sealed.size() > 0 && !closed) {
            IoBuffer buffer = shared.pool().take(sealed.size());
            buffer.append(sealed, sealed.head(), sealed.size());
            kept = buffer;
        }
    }

    /**
     * Opens all whole records for whose text there is room.
     *
     * @return number of new bytes; see also {@link #ended}
     */
    private int openAll(IoBuffer sealed) {
        IoBuffer area = shared.readArea();
        int before = area.tail();
        int limit = Transports.HEADROOM + Transports.MAX_INPUT;
        int stuck = 0;
        while (isWhole(sealed)) {
            int type = sealed.bytes().getByte(sealed.head());
            int length = RECORD_HEAD + fragment(sealed);
            if (!isRecord(type)) {
                return failBy("does not speak TLS");
            }
            if (length > RECORD_HEAD + MAX_FRAGMENT) {
                return failBy("sends a record that is too long");
            }
            if (type == HANDSHAKE && open && (peerFinished || !toPod)) {
                // TLS 1.3 says what it has to say after the handshake in records of another type.
                return failBy("wants to renegotiate");
            }
            if (limit - area.tail() < Math.min(length, MAX_PLAIN)) {
                return area.tail() - before;
            }
            SSLEngineResult result;
            try {
                result =
                        engine.unwrap(
                                sealed.slice(sealed.head(), sealed.head() + length),
                                area.slice(area.tail(), limit));
                sealed.consume(result.bytesConsumed());
                area.produce(result.bytesProduced());
                if (result.getStatus() == Status.CLOSED) {
                    sealed.consume(sealed.size());
                    ended = open ? EOF : RESET;
                    return 0;
                }
                // Before it takes a record an engine may want to do something else first.
                stuck = result.bytesConsumed() == 0 ? stuck + 1 : 0;
                if (result.getStatus() != Status.OK
                        || stuck > MAX_STUCK
                        || !proceed(result.getHandshakeStatus())) {
                    return failBy("does not go on with TLS");
                }
                if (result.bytesConsumed() > 0) {
                    peerFinished |= cipherChanged && type == HANDSHAKE;
                    cipherChanged |= type == CHANGE_CIPHER_SPEC;
                }
            } catch (SSLException e) {
                return fail(e);
            }
        }
        return area.tail() - before;
    }

    /** Whether a whole record is there, or the head of one that must not be. */
    private static boolean isWhole(IoBuffer sealed) {
        if (sealed.size() < RECORD_HEAD) {
            return false;
        }
        int fragment = fragment(sealed);
        return fragment > MAX_FRAGMENT
                || sealed.size() >= RECORD_HEAD + fragment
                || !isRecord(sealed.bytes().getByte(sealed.head()));
    }

    private static boolean isRecord(int type) {
        return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
    }

    private static int fragment(IoBuffer sealed) {
        int at = sealed.head() + RECORD_HEAD - 2;
        return (sealed.bytes().getByte(at) & 0xff) << 8 | (sealed.bytes().getByte(at + 1) & 0xff);
    }

    /** Does what the engine wants done by now. Returns false when the wire fails. */
    private boolean proceed(HandshakeStatus first) throws SSLException {
        HandshakeStatus status = first;
        while (true) {
            switch (status) {
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask();
                            task != null;
                            task = engine.getDelegatedTask()) {
                        task.run();
                    }
                    status = engine.getHandshakeStatus();
                }
                case NEED_WRAP -> {
                    status = sendOfEngine();
                    if (status == null) {
                        return false;
                    }
                }
                case FINISHED -> {
                    open = true;
                    status = engine.getHandshakeStatus();
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING -> {
                    open |= status == HandshakeStatus.NOT_HANDSHAKING;
                    return true;
                }
            }
        }
    }

    /**
     * Sends what the engine has to say: handshake, alerts, tickets, new keys.
     *
     * @return what it wants next, null when the wire or the engine fails
     */
    private @Nullable HandshakeStatus sendOfEngine() throws SSLException {
        if (open && output.size() > WHOLE_RECORD) {
            // A peer that asks for new keys again and again, and reads none of the answers.
            return null;
        }
        IoBuffer out = shared.sealedOutput();
        out.resetTo(0);
        HandshakeStatus status;
        do {
            SSLEngineResult result = sealNothing(out);
            status = result.getHandshakeStatus();
            open |= status == HandshakeStatus.FINISHED;
            if (result.bytesProduced() == 0 && status == HandshakeStatus.NEED_WRAP) {
                return null;
            }
        } while (status == HandshakeStatus.NEED_WRAP && out.room() >= WHOLE_RECORD);
        return out.size() > 0 && output.write(out, 0, out.tail()) < 0 ? null : status;
    }

    private SSLEngineResult sealNothing(IoBuffer out) throws SSLException {
        SSLEngineResult result =
                engine.wrap(shared.readArea().slice(0, 0), out.slice(out.tail(), out.capacity()));
        out.produce(result.bytesProduced());
        return result;
    }

    /** Something that the engine did not find wrong itself, and has no alert for. */
    private int failBy(String what) {
        engine.closeOutbound();
        return fail(new SSLProtocolException(what));
    }

    /** The peer does not speak TLS as it should: it is told by the engine's alert. */
    private int fail(SSLException why) {
        LOG.log(Logger.Level.DEBUG, "TLS connection fails", why);
        ended = RESET;
        failure = why;
        sayLast();
        return 0;
    }

    /** Sends what the engine still has to say, as far as the wire takes it. */
    private void sayLast() {
        IoBuffer out = shared.sealedOutput();
        out.resetTo(0);
        try {
            SSLEngineResult result;
            do {
                result = sealNothing(out);
            } while (result.bytesProduced() > 0
                    && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && out.room() >= WHOLE_RECORD);
        } catch (SSLException e) {
            LOG.log(Logger.Level.DEBUG, "no last word", e);
        }
        if (out.size() > 0 && output.size() == 0) {
            try {
                wire.write(out.slice(0, out.tail()));
            } catch (IOException e) {
                LOG.log(Logger.Level.DEBUG, "nobody takes the last word", e);
            }
        }
    }

    @Override
    public boolean relend() {
        boolean any = lending.relend();
        if (kept != null && ended == 0) {
            IoBuffer sealed = takeSealed();
            if (isWhole(sealed)) {
                // How it ends is told by the next read.
                any |= openAll(sealed) > 0;
            }
            keepSealed(sealed);
        }
        return any;
    }

    @Override
    public IoBuffer input() {
        return shared.readArea();
    }

    @Override
    public void endInput() {
        lending.end();
    }

    @Override
    public boolean hasKeptInput() {
        IoBuffer sealed = kept;
        return lending.hasKept() || (ended == 0 && sealed != null && isWhole(sealed));
    }

    @Override
    public boolean keepsAny() {
        return lending.hasKept() || kept != null;
    }

    @Override
    public @Nullable SSLException failure() {
        return failure;
    }

    // ---- out

    @Override
    public int write(IoBuffer source, int from, int to) {
        if (closed || outputShut) {
            return RESET;
        }
        IoBuffer out = shared.sealedOutput();
        out.resetTo(0);
        int at = from;
        try {
            while (at < to) {
                SSLEngineResult result =
                        engine.wrap(
                                source.slice(at, Math.min(to, at + recordBytes())),
                                out.slice(out.tail(), out.capacity()));
                out.produce(result.bytesProduced());
                at += result.bytesConsumed();
                sentSincePause += result.bytesConsumed();
                if (result.getStatus() != Status.OK
                        || result.bytesConsumed() + result.bytesProduced() == 0) {
                    return RESET;
                }
            }
        } catch (SSLException e) {
            LOG.log(Logger.Level.DEBUG, "nothing can be sealed", e);
            return RESET;
        }
        return output.write(out, 0, out.tail());
    }

    private int recordBytes() {
        long nowNs = shared.nowNs();
        if (nowNs - sentAtNs >= PAUSE_NS) {
            sentSincePause = 0;
        }
        sentAtNs = nowNs;
        if (sentSincePause < SMALL_RECORD_BYTES) {
            return SMALL_RECORD;
        }
        // Held there, lest it overflows.
        sentSincePause = SMALL_RECORD_BYTES;
        return MAX_PLAIN;
    }

    @Override
    public int flush() {
        return output.flush();
    }

    @Override
    public int backlog() {
        return output.size();
    }

    @Override
    public void wantRead(boolean wanted) {
        output.want(SelectionKey.OP_READ, wanted);
    }

    @Override
    public boolean wantsRead() {
        return output.wants(SelectionKey.OP_READ);
    }

    // ---- ends

    @Override
    public void shutdownOutput() {
        if (!outputShut) {
            outputShut = true;
            sayGoodbye();
            wire.shutdownOutput();
        }
    }

    /** Sends a close_notify, unless the peer does not take what comes before it. */
    private void sayGoodbye() {
        engine.closeOutbound();
        sayLast();
    }

    @Override
    public void close() {
        if (!closed) {
            if (open && !outputShut) {
                sayGoodbye();
            }
            end();
            wire.close();
        }
    }

    @Override
    public void reset() {
        if (!closed) {
            end();
            wire.reset();
        }
    }

    /** Also tells the engine, which may hold memory outside the heap. */
    private void end() {
        closed = true;
        lending.close();
        output.close();
        IoBuffer sealed = kept;
        if (sealed != null) {
            kept = null;
            shared.pool().give(sealed);
        }
        try {
            engine.closeOutbound();
            engine.closeInbound();
        } catch (SSLException e) {
            LOG.log(Logger.Level.TRACE, "ended without close_notify", e);
        }
    }
}
