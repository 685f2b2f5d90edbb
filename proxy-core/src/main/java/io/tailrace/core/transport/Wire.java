package io.tailrace.core.transport;

import io.tailrace.core.loop.Readiness;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One connected or connecting socket, as the transports use it: the seam at which tests put a
 * scripted one.
 *
 * <p>Thread: core.
 */
public interface Wire {
    /** Says who is told of readiness; once, before the next select. */
    void attach(Readiness readiness);

    /** As {@link java.nio.channels.SocketChannel#read(ByteBuffer)}. */
    int read(ByteBuffer target) throws IOException;

    /** As {@link java.nio.channels.SocketChannel#write(ByteBuffer)}. */
    int write(ByteBuffer source) throws IOException;

    /** As {@link java.nio.channels.SocketChannel#finishConnect}. */
    boolean finishConnect() throws IOException;

    /** Sets the operations that readiness is wanted for. */
    void interest(int ops);

    /**
     * Acknowledges at once what was read. The system waits up to 40 ms for something to send along,
     * and a peer that sends small pieces (Nagle, RFC 896) waits for that.
     */
    void acknowledge();

    /** Sends FIN after what was written. */
    void shutdownOutput();

    /** Closes; what was written is still sent. */
    void close();

    /** Closes with RST, so that the peer cannot take what it got for complete. */
    void reset();
}
