package io.tailrace.deploy;

import io.tailrace.core.config.Cidr;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Ranges of addresses.
 *
 * <p>Thread: any (immutable).
 */
final class CidrConverter implements ITypeConverter<Cidr> {
    @Override
    public Cidr convert(String value) {
        try {
            return Cidr.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
