package io.tailrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.Served;
import io.tailrace.core.route.RouteTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RejectionLogTest {
    private static final Rejection ONE = rejection("one");
    private static final Rejection TWO = rejection("two");

    /** Held here: the log manager would let go of it. */
    private final Logger logger = Logger.getLogger("io.tailrace.control");

    private final List<String> lines = new ArrayList<>();
    private final Handler capture = capture(lines);
    private final RejectionLog log = new RejectionLog();

    @BeforeEach
    void listen() {
        logger.addHandler(capture);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(capture);
    }

    @Test
    void shouldTellARejectionOnceWhenItAppearsAndOnceWhenItIsGone() {
        log.log(inForce(1, ONE), List.of());
        log.log(inForce(1, ONE, TWO), List.of());
        log.log(inForce(1, TWO), List.of());
        log.log(inForce(1, TWO), List.of());

        assertEquals(
                List.of(
                        "WARNING ingress shop/one: spec: reason; skipped",
                        "INFO generation 1: rules 0, clusters 0, endpoints 0, rejections 1, fingerprint 0000000000000000",
                        "WARNING ingress shop/two: spec: reason; skipped",
                        "INFO gone: ingress shop/one: spec: reason; skipped"),
                lines);
    }

    @Test
    void shouldTellANoticeOnce() {
        log.log(inForce(0), List.of(ONE));
        log.log(inForce(0), List.of(ONE));
        log.log(inForce(0), List.of());

        assertEquals(List.of("INFO ingress shop/one: spec: reason; skipped"), lines);
    }

    @Test
    void shouldCutAFlood() {
        Rejection[] many =
                IntStream.range(0, 1000)
                        .mapToObj(i -> rejection("i" + i))
                        .toArray(Rejection[]::new);

        log.log(inForce(0, many), List.of());

        assertEquals(101, lines.size());
        assertEquals("WARNING and 900 more", lines.getLast());
    }

    private static InForce inForce(long generation, Rejection... rejections) {
        return new InForce(
                generation,
                RouteTable.empty(),
                0,
                0,
                0,
                0,
                Instant.MAX,
                Served.NOTHING,
                List.of(rejections));
    }

    private static Rejection rejection(String name) {
        return Rejection.of(ObjectKey.ingress("shop", name), "spec", "reason", "skipped");
    }

    private static Handler capture(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
