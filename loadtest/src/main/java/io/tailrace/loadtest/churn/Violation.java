package io.tailrace.loadtest.churn;

/**
 * What a change must not do.
 *
 * <p>Thread: any (immutable).
 */
enum Violation {
    FAILED("failed", "requests without the answer of a pod, or of the proxy where no rule is"),
    WRONG_POD("wrong pod", "answers that neither the newest rules nor those before lead to"),
    MIXED_UP("mixed up", "answers to another request, or bytes of another tunnel"),
    CLOSED("closed", "connections that the proxy closed"),
    TUNNEL("tunnel", "tunnels that could not be opened, stalled or ended"),
    NOT_ADOPTED("not adopted", "changes that were not in force in time");

    private final String label;
    private final String text;

    Violation(String label, String text) {
        this.label = label;
        this.text = text;
    }

    String label() {
        return label;
    }

    String text() {
        return text;
    }
}
