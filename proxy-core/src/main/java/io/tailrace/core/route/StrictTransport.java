package io.tailrace.core.route;

import io.tailrace.http.LastHop;
import java.nio.charset.StandardCharsets;

/**
 * What browsers are told about a host that is for TLS only (RFC 6797), as a whole line. Equal if it
 * says the same.
 *
 * <p>Thread: any (immutable).
 */
public final class StrictTransport {
    /** Browsers are told nothing. */
    public static final StrictTransport NONE = new StrictTransport("", LastHop.NO_FIELD);

    private final String value;
    private final byte[] line;

    private StrictTransport(String value, byte[] line) {
        this.value = value;
        this.line = line;
    }

    /**
     * Browsers are told.
     *
     * @param maxAgeSeconds how long they remember, 0 or more; 0: they forget
     */
    public static StrictTransport of(
            long maxAgeSeconds, boolean includeSubdomains, boolean preload) {
        String value =
                "max-age="
                        + maxAgeSeconds
                        + (includeSubdomains ? "; includeSubDomains" : "")
                        + (preload ? "; preload" : "");
        String line = "Strict-Transport-Security: " + value + "\r\n";
        return new StrictTransport(value, line.getBytes(StandardCharsets.US_ASCII));
    }

    /** The field line with its end; empty for {@link #NONE}. Not to be changed. */
    public byte[] line() {
        return line;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StrictTransport that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The field's value. */
    @Override
    public String toString() {
        return value;
    }
}
