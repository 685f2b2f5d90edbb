package io.tailrace.core.arrival;

import io.tailrace.core.tls.ClientIdentity;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection that is passed on to speak HTTP.
 *
 * <p>Thread: core (immutable).
 *
 * @param client who it is, as far as anybody may be believed
 * @param port that the client reached
 * @param trusted whether what the peer says of others counts
 * @param admitted what it was admitted by, if it was
 * @param identity who the client is by TLS; null: it speaks in clear
 */
record Arrived(
        InetAddress client,
        int port,
        boolean trusted,
        @Nullable Object admitted,
        @Nullable ClientIdentity identity) {}
