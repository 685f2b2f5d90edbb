package io.tailrace.control.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times and sizes as people write them, in annotations and options alike.
 *
 * <p>Thread: any (stateless).
 */
public final class Amounts {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");
    private static final Duration LONGEST = Duration.ofDays(1);

    private Amounts() {}

    /** From 1 ms to a day, as in {@code 500ms}, {@code 3s}, {@code 5m}, {@code 1h}; null: none. */
    public static @Nullable Duration time(String text) {
        Matcher form = TIME.matcher(text);
        if (!form.matches()) {
            return null;
        }
        long number = Long.parseLong(form.group(1));
        Duration time =
                switch (form.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
        return time.isZero() || time.compareTo(LONGEST) > 0 ? null : time;
    }

    /** Bytes, as in {@code 512B}, {@code 32KiB}, {@code 10MiB}, {@code 2GiB}; -1: none. */
    public static long size(String text) {
        Matcher form = SIZE.matcher(text);
        if (!form.matches()) {
            return -1;
        }
        int shift =
                switch (form.group(2)) {
                    case "B" -> 0;
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    default -> 30;
                };
        return Long.parseLong(form.group(1)) << shift;
    }
}
