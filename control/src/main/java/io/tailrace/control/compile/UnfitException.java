package io.tailrace.control.compile;

/**
 * A host or path cannot be part of a rule.
 *
 * <p>Thread: any.
 */
final class UnfitException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String remedy;

    UnfitException(String reason, String remedy) {
        super(reason);
        this.reason = reason;
        this.remedy = remedy;
    }

    String reason() {
        return reason;
    }

    String remedy() {
        return remedy;
    }
}
