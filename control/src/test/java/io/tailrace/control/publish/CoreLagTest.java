package io.tailrace.control.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.core.handoff.GenerationBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CoreLagTest {
    private static final Logger LOG = Logger.getLogger("io.tailrace.control");
    private static final long SECOND_NS = CoreLag.LONGEST_NS;

    private final List<String> lines = new ArrayList<>();
    private final Handler capture =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(line.getLevel() + " " + line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private final GenerationBoard board = new GenerationBoard(2);
    private final CoreLag lag = new CoreLag(board);

    @BeforeEach
    void listen() {
        LOG.addHandler(capture);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(capture);
    }

    @Test
    void shouldNameACoreThatLagsOnceAndAgainWhenItHasCaughtUp() {
        seen(3, 3);
        lag.check(3, 0);
        assertEquals(Long.MAX_VALUE, lag.dueInNs(0));
        seen(4, 3);
        lag.check(4, 10);
        assertEquals(SECOND_NS, lag.dueInNs(10));
        lag.check(5, 10 + SECOND_NS - 1);
        assertEquals(1, lag.dueInNs(10 + SECOND_NS - 1));
        assertEquals(List.of(), lines);

        seen(5, 3);
        lag.check(5, 10 + SECOND_NS);
        lag.check(5, 10 + 2 * SECOND_NS);
        assertEquals(
                List.of(
                        "WARNING core 1 lags: it works by generation 3 and has not seen generation"
                                + " 4 for a second; look for long turns"
                                + " (tailrace_core_long_turns_total) and a busy machine"),
                lines);
        assertEquals(SECOND_NS, lag.dueInNs(10 + 2 * SECOND_NS));

        seen(5, 5);
        lag.check(5, 10 + 3 * SECOND_NS);
        lag.check(5, 10 + 9 * SECOND_NS);
        assertEquals("INFO core 1 has seen generation 5", lines.get(1));
        assertEquals(2, lines.size());
        assertEquals(Long.MAX_VALUE, lag.dueInNs(0));
    }

    @Test
    void shouldNameNobodyWhenGenerationsComeFasterThanTheyAreLookedAt() {
        for (long i = 1; i < 100; i++) {
            seen(i - 1, i - 1);
            lag.check(i, i * SECOND_NS / 2);
        }

        assertEquals(List.of(), lines);
    }

    private void seen(long first, long second) {
        board.reportSeen(0, first);
        board.reportSeen(1, second);
    }
}
