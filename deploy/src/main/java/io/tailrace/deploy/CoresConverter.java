package io.tailrace.deploy;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Number of cores.
 *
 * <p>Thread: any (immutable).
 */
final class CoresConverter implements ITypeConverter<Integer> {
    static final int MOST = 256;

    @Override
    public Integer convert(String value) {
        int cores = WholeNumber.parse(value, 1, MOST);
        if (cores < 0) {
            throw new TypeConversionException(
                    "'" + value + "' is not a number of cores, from 1 to " + MOST);
        }
        return cores;
    }

    /** One per CPU that the process may use. */
    static int perCpu() {
        return Math.min(Runtime.getRuntime().availableProcessors(), MOST);
    }
}
