package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
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

    /** How often an engine may leave a record untouched: it must not hold the core. */
    private static final int MAX_STUCK = 8;

    /**
     * How many records in a row may say nothing to the layer above: new keys cost far more than the
     * bytes that ask for them.
     */
    private static final int MAX_SILENT = 32;

    /** Room for all that a plain read would bring, and the rest of an incomplete record. */
    static final int INPUT_AREA = Transports.MAX_INPUT;

    private final Wire wire;
    private final Transports shared;
    private final SSLEngine engine;
    private final Lending lending;
    private final WireOutput output;

    private final SealedInput sealedInput;
    private final EngineTalk talk;
    private final RecordSizes sizes;
    private @Nullable SSLException failure;

    /** How the input ended: 0 while it has not. */
    private int ended;

    private int silent;
    private boolean outputShut;
    private boolean closed;

    TlsTransport(PlainTransport plain, Transports shared, SSLEngine engine) {
        this.wire = plain.wire();
        this.shared = shared;
        this.engine = engine;
        this.lending = new Lending(shared);
        this.output = new WireOutput(wire, shared, plain.wantsRead() ? SelectionKey.OP_READ : 0);
        this.sealedInput = new SealedInput(shared, plain.handOver());
        this.talk = new EngineTalk(engine, shared, wire, output);
        this.sizes = new RecordSizes(shared.nowNs());
    }

    /** Says the first word, if that is on us. */
    void begin() {
        try {
            if (!talk.begin()) {
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
        return talk.isOpen();
    }

    // ---- in

    @Override
    public int read() {
        if (outputShut && !talk.toPod()) {
            return discard();
        }
        lending.relend();
        if (ended < 0) {
            return ended;
        }
        IoBuffer sealed = sealedInput.take();
        int limit = Math.min(INPUT_AREA, sealed.tail() + shared.pool().readLimit());
        int count = 0;
        if (limit > sealed.tail() && !TlsRecord.isWhole(sealed)) {
            try {
                count = wire.read(sealed.slice(sealed.tail(), limit));
            } catch (IOException e) {
                return RESET;
            }
            if (count > 0) {
                sealed.produce(count);
            }
        }
        boolean wasOpen = talk.isOpen();
        int opened = openAll(sealed);
        sealedInput.keep(sealed);
        if (talk.isOpen() && !wasOpen && opened == 0 && !talk.toPod()) {
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
        while (TlsRecord.isWhole(sealed)) {
            int type = TlsRecord.type(sealed);
            int length = TlsRecord.length(sealed);
            if (!TlsRecord.isKnown(sealed)) {
                return failBy("does not speak TLS");
            }
            if (TlsRecord.isTooLong(sealed)) {
                return failBy("sends a record that is too long");
            }
            if (talk.renegotiates(type)) {
                return failBy("wants to renegotiate");
            }
            if (limit - area.tail() < Math.min(length, TlsRecord.MAX_PLAIN)) {
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
                    ended = talk.isOpen() ? EOF : RESET;
                    return 0;
                }
                // Before it takes a record an engine may want to do something else first.
                stuck = result.bytesConsumed() == 0 ? stuck + 1 : 0;
                if (result.getStatus() != Status.OK
                        || stuck > MAX_STUCK
                        || !talk.proceed(result.getHandshakeStatus())) {
                    return failBy("does not go on with TLS");
                }
                if (result.bytesConsumed() > 0) {
                    talk.took(type);
                    silent = talk.isOpen() && result.bytesProduced() == 0 ? silent + 1 : 0;
                    if (silent > MAX_SILENT) {
                        return failBy("sends record after record without content");
                    }
                }
            } catch (SSLException e) {
                return fail(e);
            }
        }
        return area.tail() - before;
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
        talk.sayLast();
        return 0;
    }

    @Override
    public boolean relend() {
        boolean any = lending.relend();
        if (sealedInput.hasWholeRecord() && ended == 0) {
            IoBuffer sealed = sealedInput.take();
            any |= openAll(sealed) > 0;
            sealedInput.keep(sealed);
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
        return lending.hasKept() || (ended == 0 && sealedInput.hasWholeRecord());
    }

    @Override
    public boolean hasMoreInput() {
        return ended == 0 && sealedInput.hasWholeRecord() && lending.kept() <= mostKept();
    }

    @Override
    public int mostKept() {
        return Transports.MAX_INPUT - TlsRecord.MAX_PLAIN;
    }

    @Override
    public boolean keepsAny() {
        return lending.hasKept() || sealedInput.hasAny();
    }

    @Override
    public int ended() {
        return ended;
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
                                source.slice(at, Math.min(to, at + sizes.next(shared.nowNs()))),
                                out.slice(out.tail(), out.capacity()));
                out.produce(result.bytesProduced());
                at += result.bytesConsumed();
                sizes.sent(result.bytesConsumed());
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
            talk.sayGoodbye();
            wire.shutdownOutput();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            if (talk.isOpen() && !outputShut) {
                talk.sayGoodbye();
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

    private void end() {
        closed = true;
        lending.close();
        output.close();
        sealedInput.close();
        talk.end();
    }
}
