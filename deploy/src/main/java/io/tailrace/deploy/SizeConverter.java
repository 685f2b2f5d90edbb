package io.tailrace.deploy;

import io.tailrace.control.model.Amounts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sizes in bytes: a number with its unit.
 *
 * <p>Thread: any (immutable).
 */
final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        long size = Amounts.size(value);
        if (size < 0) {
            throw new TypeConversionException(
                    "'" + value + "' is not a size, as 512B, 32KiB, 10MiB or 2GiB");
        }
        return size;
    }
}
