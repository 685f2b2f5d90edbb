package io.tailrace.control.watch;

/**
 * An object does not have the shape that its kind prescribes.
 *
 * <p>Thread: any.
 */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    private final String place;
    private final String reason;

    UnreadableException(String place, String reason) {
        super(place + ": " + reason);
        this.place = place;
        this.reason = reason;
    }

    /** The field, as a path from the object's root; empty for the whole. */
    public String place() {
        return place;
    }

    public String reason() {
        return reason;
    }
}
