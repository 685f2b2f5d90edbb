package io.tailrace.loadtest.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.loadtest.churn.Timeline.Fit;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    private static final String HOST = "h.test";

    private final Rules none =
            new Rules(new TreeMap<>(), new TreeMap<>())
                    .withService("one", new TreeSet<>(Set.of("one-0")))
                    .withService("two", new TreeSet<>(Set.of("two-0")));
    private final Rules toOne = none.withHost(HOST, List.of(new PathRule("/", false, "one")));
    private final Rules toTwo = none.withHost(HOST, List.of(new PathRule("/", false, "two")));
    private final Timeline timeline = new Timeline(toOne);

    private Fit judge(long known, long written, String pod) {
        return timeline.judge(HOST, "/", known, written, pod);
    }

    @Test
    void shouldAllowOldAndNewWhileAChangeIsUnderWay() {
        timeline.writing(toTwo);
        assertEquals(0, timeline.known());
        assertEquals(1, timeline.written());
        assertEquals(Fit.BEFORE, judge(0, 1, "one-0"));
        assertEquals(Fit.NEWEST, judge(0, 1, "two-0"));
        assertEquals(Fit.NONE, judge(0, 1, ""));
    }

    @Test
    void shouldAllowTheNewestOnlyWhenItIsKnown() {
        timeline.writing(toTwo);
        timeline.adopted();
        assertEquals(1, timeline.known());
        assertEquals(Fit.NONE, judge(1, 1, "one-0"));
        assertEquals(Fit.NEWEST, judge(1, 1, "two-0"));
    }

    @Test
    void shouldAllowNoPodWhenAVersionHasNoRule() {
        timeline.writing(none);
        timeline.adopted();
        timeline.writing(toTwo);
        assertEquals(Fit.BEFORE, judge(1, 2, ""));
        assertEquals(Fit.NONE, judge(2, 2, ""));
        assertEquals(Fit.NONE, judge(1, 2, "one-0"));
    }
}
