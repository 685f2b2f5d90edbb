package io.tailrace.control.status;

/**
 * How a write to the API server ended.
 *
 * <p>Thread: any (immutable).
 */
public enum WriteResult {
    DONE("done"),
    /** Not sent: another process leads, or may. */
    FENCED("fenced"),
    /** Another version than expected is there, or one that was not expected at all. */
    CONFLICT("conflict"),
    /** What should be written to is not there. */
    GONE("gone"),
    /** A right is missing. */
    FORBIDDEN("forbidden"),
    /** The API server does not take this content. */
    REFUSED("refused"),
    /** No answer, or one that says to come again. */
    FAILED("failed");

    private final String label;

    WriteResult(String label) {
        this.label = label;
    }

    /** As metrics name it. */
    public String label() {
        return label;
    }

    static WriteResult of(int code) {
        return switch (code) {
            case 409 -> CONFLICT;
            case 404, 410 -> GONE;
            case 401, 403 -> FORBIDDEN;
            case 400, 405, 415, 422 -> REFUSED;
            default -> FAILED;
        };
    }
}
