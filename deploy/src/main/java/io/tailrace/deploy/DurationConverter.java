package io.tailrace.deploy;

import io.tailrace.control.model.Amounts;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Time-outs: a number with its unit.
 *
 * <p>Thread: any (immutable).
 */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        Duration time = Amounts.time(value);
        if (time == null) {
            throw new TypeConversionException(
                    "'" + value + "' is not a time from 1ms to 24h, as 500ms, 3s, 5m or 1h");
        }
        return time;
    }
}
