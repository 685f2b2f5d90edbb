package io.tailrace.deploy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Time-outs: a number with its unit.
 *
 * <p>Thread: any (immutable).
 */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public Duration convert(String value) {
        Matcher form = FORM.matcher(value);
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            Duration duration =
                    switch (form.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new TypeConversionException(
                "'" + value + "' is not a time from 1ms to 24h, as 500ms, 3s, 5m or 1h");
    }
}
