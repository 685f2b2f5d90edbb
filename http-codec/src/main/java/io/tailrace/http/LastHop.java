package io.tailrace.http;

/**
 * What a response says of the connection that it goes out on: set anew for each.
 *
 * <p>Thread: any, one at a time.
 */
public final class LastHop {
    /** No field of its own. */
    public static final byte[] NO_FIELD = {};

    private final HttpDate date = new HttpDate();
    private int version = 11;
    private boolean close;
    private byte[] strictTransport = NO_FIELD;

    /**
     * Sets all of it. Returns itself.
     *
     * @param epochSeconds what the Date field tells
     * @param clientVersion 10 or 11
     * @param close whether the connection ends after this message
     * @param strictTransport the line of a Strict-Transport-Security field, which replaces that of
     *     the pod; or {@link #NO_FIELD}
     */
    public LastHop set(
            long epochSeconds, int clientVersion, boolean close, byte[] strictTransport) {
        date.update(epochSeconds);
        this.version = clientVersion;
        this.close = close;
        this.strictTransport = strictTransport;
        return this;
    }

    HttpDate date() {
        return date;
    }

    int version() {
        return version;
    }

    boolean close() {
        return close;
    }

    byte[] strictTransport() {
        return strictTransport;
    }
}
