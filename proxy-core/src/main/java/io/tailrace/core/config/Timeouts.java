package io.tailrace.core.config;

import java.time.Duration;

/**
 * How long a core waits for a peer. Totals where progress is cheap for the peer, gaps where it is
 * real.
 *
 * <p>Thread: any (immutable).
 *
 * @param proxyHeader total, from accept, where a PROXY header may come
 * @param tlsHandshake total, from accept
 * @param requestHead total, from accept or from the first byte of a later request
 * @param requestBodyGap between two reads of a request body
 * @param idle of a downstream connection between two exchanges
 * @param connect total, per attempt
 * @param upstreamIdle of a pooled upstream connection
 * @param responseHead total, from the end of the request
 * @param responseBodyGap between two reads of a response body
 * @param writeStall while a peer takes no byte of what is there for it
 * @param tunnelIdle while no byte passes an upgraded connection either way
 * @param exchange total, from the end of the request's head; zero: none
 * @param connectionAge after which a downstream connection closes with its next response, a tenth
 *     more or less; zero: none
 * @param linger total, for discarding input before a close
 */
public record Timeouts(
        Duration proxyHeader,
        Duration tlsHandshake,
        Duration requestHead,
        Duration requestBodyGap,
        Duration idle,
        Duration connect,
        Duration upstreamIdle,
        Duration responseHead,
        Duration responseBodyGap,
        Duration writeStall,
        Duration tunnelIdle,
        Duration exchange,
        Duration connectionAge,
        Duration linger) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public Timeouts {
        check("proxyHeader", proxyHeader);
        check("tlsHandshake", tlsHandshake);
        check("requestHead", requestHead);
        check("requestBodyGap", requestBodyGap);
        check("idle", idle);
        check("connect", connect);
        check("upstreamIdle", upstreamIdle);
        check("responseHead", responseHead);
        check("responseBodyGap", responseBodyGap);
        check("writeStall", writeStall);
        check("tunnelIdle", tunnelIdle);
        checkOrNone("exchange", exchange);
        checkOrNone("connectionAge", connectionAge);
        check("linger", linger);
    }

    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(1));
    }

    private static void checkOrNone(String name, Duration value) {
        if (!value.isZero()) {
            check(name, value);
        }
    }

    private static void check(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " of " + value + ": from 1 ms to 1 day");
        }
    }
}
