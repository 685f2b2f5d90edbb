package io.tailrace.control.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportsTest {
    private static final Rejection ONE = rejection("one");
    private static final Rejection TWO = rejection("two");

    private final Reports reports = new Reports();

    @Test
    void shouldTellOnceWhatSeveralSay() {
        reports.replace(List.of(), List.of(TWO, ONE));
        reports.replace(List.of(), List.of(ONE));
        assertEquals(List.of(ONE, TWO), reports.list());

        reports.replace(List.of(ONE), List.of());
        assertEquals(List.of(ONE, TWO), reports.list());
        reports.replace(List.of(ONE), List.of());
        assertEquals(List.of(TWO), reports.list());
    }

    @Test
    void shouldKeepTheListAsLongAsItSaysTheSame() {
        reports.replace(List.of(), List.of(ONE));
        List<Rejection> list = reports.list();

        reports.replace(List.of(ONE), List.of(ONE, ONE));
        reports.replace(List.of(ONE), List.of());
        reports.replace(List.of(ONE), List.of(ONE));

        assertSame(list, reports.list());
    }

    private static Rejection rejection(String name) {
        return Rejection.of(ObjectKey.ingress("shop", name), "spec", "reason", "skipped");
    }
}
