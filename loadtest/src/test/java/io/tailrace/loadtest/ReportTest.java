package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private static final long MS = 1_000_000L;
    private static final long START_NS = 5_000_000_000L;

    private final LoadPlan plan = plan(10);
    private final Schedule schedule = plan.scheduleOf(0, START_NS);
    private final Tally tally = new Tally();
    private final Histogram latenciesNs = new Histogram(2 * LoadPlan.MAX_TIMEOUT_NS, 3);

    @Test
    void shouldShowThePercentilesWhenAllWasRight() {
        answer(10, 0, 2);
        assertEquals(
                """
                asked for   10 requests/s for 1 s on 2 connections, 1 thread
                sent        10 requests, 10.0/s
                sent late   0 by more than 1 ms (0 of them: no connection was idle)
                  lateness  p50 0.000 ms, p99 0.000 ms, max 0.000 ms
                rate        kept
                right       10 responses, 1280 body bytes
                reopened    0 connections

                latency of right responses, from the intended send time
                       p50          2.001 ms
                       p90          2.001 ms
                       p99          2.001 ms
                     p99.9          2.001 ms
                    p99.99          2.001 ms
                       max          2.001 ms
                      mean          2.000 ms
                     count             10

                errors      none
                """,
                report().text());
        assertTrue(report().isGood());
        assertEquals(List.of(), report().warnings());
    }

    @Test
    void shouldNameEachKindWithItsFirstWhenThereAreErrors() {
        answer(10, 0, 2);
        tally.fault(Fault.EXTRA, "behind a response: \"x\"");
        tally.fault(Fault.STATUS, "status 503");
        tally.fault(Fault.STATUS, "status 404");
        String text = report().text();
        assertTrue(
                text.endsWith(
                        """
                        errors (their requests are not in the table above)
                            status              2  unexpected status; the first: status 503
                             extra              1  bytes that nobody asked for; the first: behind a response: "x"
                        """),
                text);
        assertFalse(report().isGood());
    }

    @Test
    void shouldShowNoFiguresWhenNothingWasRight() {
        tally.fault(Fault.CLOSED, "Connection reset");
        String text = report().text();
        assertTrue(text.contains("\nlatency     no response was right\n"), text);
        assertFalse(text.contains("p50    "), text);
    }

    @Test
    void shouldWarnThatTheRateWasNotKeptWhenTheLastRequestLeftLate() {
        answer(9, 0, 2);
        long intendedNs = schedule.intendedNs(9);
        tally.sent(intendedNs, intendedNs + 1100 * MS, true);
        assertFalse(report().isGood());
        assertEquals(5.0, report().sentRate());
        assertEquals(
                List.of(
                        "the rate was not kept: 5.0 of 10 requests/s left, the last 1100 ms late,"
                                + " and 0 never; more --connections, or a lower --rate"),
                report().warnings());
        assertTrue(report().text().contains("rate        NOT KEPT\n"));
    }

    @Test
    void shouldCallTheRateKeptWhenDelayIsCaughtUpWith() {
        long intendedNs = schedule.intendedNs(0);
        tally.sent(intendedNs, intendedNs + 500 * MS, true);
        answer(9, 0, 2);
        assertTrue(report().isGood());
        assertEquals(List.of(), report().warnings());
        assertTrue(report().text().contains("sent late   1 by more than 1 ms (1 of them"));
    }

    @Test
    void shouldWarnOfItselfWhenItLeftIdleConnectionsWaiting() {
        answer(10, 3, 2);
        assertTrue(report().isGood());
        List<String> warnings = report().warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith("10 requests left late though"));
    }

    @Test
    void shouldTakeTheLatestLoopForTheEndWhenSeveralAreAdded() {
        long lastNs = schedule.intendedNs(9);
        Tally first = new Tally();
        first.sent(lastNs, lastNs + 1100 * MS, true);
        Tally second = new Tally();
        second.sent(lastNs, lastNs, false);
        tally.add(first);
        tally.add(second);
        tally.add(new Tally());
        assertEquals(lastNs + 1100 * MS, tally.lastSentAtNs());
        assertEquals(1100 * MS, tally.lastLagNs());
        assertEquals(2, tally.sent());
    }

    @Test
    void shouldBeOneJsonObjectWhenAskedFor() {
        answer(10, 0, 2);
        tally.fault(Fault.CLOSED, "\"\\\n");
        assertEquals(
                "{\"url\":\"http://foo.org/\",\"rate\":10,\"connections\":2,\"threads\":1,"
                        + "\"seconds\":1,\"warmupSeconds\":0,\"good\":false,\"rateKept\":true,"
                        + "\"sent\":10,\"sentPerSecond\":10.000,\"sentLate\":0,"
                        + "\"sentLateForConnection\":0,\"latenessNs\":{\"p50\":0,\"p90\":0,"
                        + "\"p99\":0,\"p99.9\":0,\"p99.99\":0,\"max\":0,\"mean\":0,\"count\":10},"
                        + "\"right\":10,\"bodyBytes\":1280,\"reopened\":0,\"latencyNs\":{"
                        + "\"p50\":2000895,\"p90\":2000895,\"p99\":2000895,\"p99.9\":2000895,"
                        + "\"p99.99\":2000895,\"max\":2000895,\"mean\":2000384,\"count\":10},"
                        + "\"errors\":{\"closed\":1},"
                        + "\"firstErrors\":{\"closed\":\"\\\"\\\\\\u000a\"}}",
                JsonReport.of(report()));
    }

    private void answer(int count, long lagMs, long latencyMs) {
        for (int k = 10 - count; k < 10; k++) {
            long intendedNs = schedule.intendedNs(k);
            tally.sent(intendedNs, intendedNs + lagMs * MS, false);
            tally.right(128);
            latenciesNs.recordValue(latencyMs * MS);
        }
    }

    private Report report() {
        return new Report(plan, tally, latenciesNs, schedule);
    }

    private static LoadPlan plan(int rate) {
        Target target = Target.parse("http://foo.org/");
        RequestTemplate request = RequestTemplate.of("GET", "/", "foo.org", List.of(), 0);
        return new LoadPlan(
                target, request, rate, 2, 1, 0, 1, 1000 * MS, 200, OptionalLong.empty());
    }
}
