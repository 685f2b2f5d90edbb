package io.tailrace.control.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RejectionTest {

    @Test
    void shouldNameThingPlaceReasonAndRemedyInOneLine() {
        assertEquals(
                "a.yaml document 2: ingress shop/web: spec.rules: is not a list; skipped",
                new Rejection(
                                "a.yaml document 2",
                                ObjectKey.ingress("shop", "web"),
                                "spec.rules",
                                "is not a list",
                                "skipped")
                        .toString());
        assertEquals(
                "a.yaml: is empty; skipped",
                new Rejection("a.yaml", null, "", "is empty", "skipped").toString());
        assertEquals(
                "ingressclass tailrace: spec: reason; remedy",
                Rejection.of(ObjectKey.ingressClass("tailrace"), "spec", "reason", "remedy")
                        .toString());
    }

    @Test
    void shouldSortByThingAndPlace() {
        List<Rejection> sorted =
                List.of(
                        new Rejection("", null, "--default-backend", "b", "c"),
                        Rejection.of(ObjectKey.ingress("a", "b"), "rule 1", "b", "c"),
                        Rejection.of(ObjectKey.ingress("a", "b"), "rule 2", "a", "c"),
                        Rejection.of(ObjectKey.slice("a", "a"), "", "a", "c"),
                        new Rejection("a.yaml", null, "", "a", "c"));
        List<Rejection> reversed = new ArrayList<>(sorted.reversed());
        Collections.sort(reversed);

        assertEquals(sorted, reversed);
    }

    @Test
    void shouldQuoteUnknownTextOnOneLineOfBoundedLength() {
        assertEquals("\"plain /a-b\"", Quoted.of("plain /a-b"));
        assertEquals("\"\\\"\\\\\"", Quoted.of("\"\\"));
        assertEquals("\"a\\u000ab\\u001b\\u00e9\\u2028\"", Quoted.of("a\nb\u001b\u00e9\u2028"));
        assertEquals("found \"x\\n\"\\u000a", Quoted.sentence("found \"x\\n\"\n"));
        assertEquals(120 + 5, Quoted.of("x".repeat(1000)).length());
    }
}
