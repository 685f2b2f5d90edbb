package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in and out of one socket. A read <em>lends</em> a range, and the caller consumes a part of
 * it; a write takes a range and keeps what the socket does not take at once as its
 * <em>backlog</em>. Neither calls back: results are return values.
 *
 * <p>A connection makes one system call per read and per write: interest in writing exists only
 * while there is a backlog, interest in reading is dropped only to hold a peer back.
 *
 * <p>Thread: core.
 */
public interface Transport {
    /** The peer has finished sending. */
    int EOF = -1;

    /** The connection is gone: reset by the peer or failed. */
    int RESET = -2;

    /** Ends a connect. Returns 1 when connected, 0 when not yet, {@link #RESET} when refused. */
    int finishConnect();

    /**
     * Whether bytes of the layer above can pass. Until then {@link #read} moves the handshake on
     * and lends nothing.
     */
    boolean isOpen();

    /**
     * Reads once, behind what was left by earlier reads, and lends all of it as {@link #input}.
     *
     * @return number of new bytes, 0 for none, {@link #EOF} or {@link #RESET}; what was left
     *     before, and came before the end, is lent in every case
     */
    int read();

    /** Lends what earlier reads left, without reading. Returns whether there is any. */
    boolean relend();

    /**
     * The lent bytes, with at least {@value Transports#HEADROOM} writable bytes before those of a
     * whole read and {@value Transports#TAILROOM} behind. Valid from {@link #read} or {@link
     * #relend} to {@link #endInput}, within one handler.
     */
    IoBuffer input();

    /**
     * Ends the loan: what is left unread is kept for later. Every read and relend is followed by it
     * in the same handler.
     */
    void endInput();

    /** Whether bytes are kept that {@link #relend} would lend. */
    boolean hasKeptInput();

    /**
     * Whether {@link #relend} would lend more than is kept: TLS may hold whole records that there
     * was no room for. No readiness announces them.
     */
    boolean hasMoreInput();

    /** How much may be left unread, in bytes, for another read to bring anything. */
    int mostKept();

    /** Whether anything that the peer sent is kept, complete or not. */
    boolean keepsAny();

    /**
     * How the input has ended: {@link #EOF}, {@link #RESET}, or 0 while only a read can tell. In
     * TLS {@link #relend} may come to the end too, and the wire need not become ready for it.
     */
    int ended();

    /** Why there is no TLS, after {@link #RESET}; null: TLS has nothing to do with it. */
    @Nullable SSLException failure();

    /**
     * Writes the range {@code [from, to)}, behind the backlog. The bytes may be overwritten when
     * the call returns.
     *
     * @return the backlog in bytes, 0 when all is sent, {@link #RESET} when the connection is gone
     */
    int write(IoBuffer source, int from, int to);

    /** Writes from the backlog. Returns as {@link #write}. */
    int flush();

    /** Bytes taken but not sent. */
    int backlog();

    /** Wants readiness for reading, or not. */
    void wantRead(boolean wanted);

    boolean wantsRead();

    /** Sends the end of our stream, after what was written; there must be no backlog. */
    void shutdownOutput();

    /** Closes in order, and gives all buffers back. */
    void close();

    /** Closes with a reset, and gives all buffers back. */
    void reset();
}
