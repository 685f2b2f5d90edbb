package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import java.io.IOException;
import java.lang.System.Logger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the engines of both ends say to each other beside the bytes of the layer above: handshake,
 * alerts, tickets, new keys.
 *
 * <p>Thread: core.
 */
final class EngineTalk {
    private static final Logger LOG = System.getLogger(EngineTalk.class.getName());

    private final SSLEngine engine;
    private final Transports shared;
    private final Wire wire;
    private final WireOutput output;

    /** Whether the peer is a pod: then the first word is ours. */
    private final boolean toPod;

    private boolean open;
    private boolean cipherChanged;

    /**
     * The peer is through with its handshake. Towards a pod {@link #open} may be true before: the
     * request need not wait for the pod's last word in TLS 1.2 (RFC 7918).
     */
    private boolean peerFinished;

    EngineTalk(SSLEngine engine, Transports shared, Wire wire, WireOutput output) {
        this.engine = engine;
        this.shared = shared;
        this.wire = wire;
        this.output = output;
        this.toPod = engine.getUseClientMode();
    }

    boolean toPod() {
        return toPod;
    }

    /** Whether bytes of the layer above can pass. */
    boolean isOpen() {
        return open;
    }

    /** Begins the handshake, if that is on us. Returns as {@link #proceed}. */
    boolean begin() throws SSLException {
        if (!toPod) {
            return true;
        }
        engine.beginHandshake();
        return proceed(engine.getHandshakeStatus());
    }

    /**
     * Whether a record of this type would begin another handshake: TLS 1.3 says what it has to say
     * afterwards in records of another type.
     */
    boolean renegotiates(int type) {
        return type == TlsRecord.HANDSHAKE && open && (peerFinished || !toPod);
    }

    /** The engine has taken a record of this type. */
    void took(int type) {
        peerFinished |= cipherChanged && type == TlsRecord.HANDSHAKE;
        cipherChanged |= type == TlsRecord.CHANGE_CIPHER_SPEC;
    }

    /**
     * Does what the engine wants done by now. Returns false when the wire or the engine fails.
     *
     * @param first what it wants
     */
    boolean proceed(HandshakeStatus first) throws SSLException {
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
                    status = say();
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
     * Sends what the engine has to say.
     *
     * @return what it wants next, null when the wire or the engine fails
     */
    private @Nullable HandshakeStatus say() throws SSLException {
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
        } while (status == HandshakeStatus.NEED_WRAP && out.room() >= RecordSizes.WHOLE_RECORD);
        return out.size() > 0 && output.write(out, 0, out.tail()) < 0 ? null : status;
    }

    private SSLEngineResult sealNothing(IoBuffer out) throws SSLException {
        SSLEngineResult result =
                engine.wrap(shared.readArea().slice(0, 0), out.slice(out.tail(), out.capacity()));
        out.produce(result.bytesProduced());
        return result;
    }

    /** Sends a close_notify, unless the peer does not take what comes before it. */
    void sayGoodbye() {
        engine.closeOutbound();
        sayLast();
    }

    /** Sends what the engine still has to say, as far as the wire takes it. */
    void sayLast() {
        IoBuffer out = shared.sealedOutput();
        out.resetTo(0);
        try {
            SSLEngineResult result;
            do {
                result = sealNothing(out);
            } while (result.bytesProduced() > 0
                    && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && out.room() >= RecordSizes.WHOLE_RECORD);
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

    /** Tells the engine that it is over: it may hold memory outside the heap. */
    void end() {
        try {
            engine.closeOutbound();
            // An engine that has something to say frees nothing.
            IoBuffer out = shared.sealedOutput();
            out.resetTo(0);
            sealNothing(out);
            engine.closeInbound();
        } catch (SSLException e) {
            LOG.log(Logger.Level.TRACE, "ended without close_notify", e);
        }
    }
}
