package io.tailrace.core.arrival;

import io.tailrace.core.tls.ServerName;
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
 * @param encrypted whether it speaks TLS with us
 * @param admitted what it was admitted by, if it was
 * @param name what the client asked for in TLS, if it did
 */
record Arrived(
        InetAddress client,
        int port,
        boolean trusted,
        boolean encrypted,
        @Nullable Object admitted,
        @Nullable ServerName name) {}
