package io.tailrace.loadtest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users write them: a whole number and a unit, {@code 500ms}, {@code 3s}.
 *
 * <p>Thread: any (immutable).
 */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Durations() {}

    /**
     * Reads one.
     *
     * @return nanoseconds
     * @throws IllegalArgumentException with one line for the user
     */
    public static long parseNs(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "%s: must be a whole number with a unit: ms, s, m or h".formatted(text));
        }
        long unitNs =
                switch (form.group(2)) {
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                };
        return saturatedProduct(Long.parseLong(form.group(1)), unitNs);
    }

    private static long saturatedProduct(long a, long b) {
        return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
