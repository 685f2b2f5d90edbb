package io.tailrace.deploy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sizes in bytes: a number with its unit.
 *
 * <p>Thread: any (immutable).
 */
final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

    @Override
    public Long convert(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a size, as 512B, 32KiB, 10MiB or 2GiB");
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
