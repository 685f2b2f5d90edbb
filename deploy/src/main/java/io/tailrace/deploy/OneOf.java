package io.tailrace.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The name of one of an enum's values, in lower case.
 *
 * <p>Thread: any (immutable).
 */
abstract class OneOf<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> values;

    OneOf(Class<E> type) {
        values = Arrays.asList(type.getEnumConstants());
    }

    @Override
    public final E convert(String text) {
        for (E value : values) {
            if (name(value).equals(text)) {
                return value;
            }
        }
        String last = name(values.getLast());
        List<String> others =
                values.subList(0, values.size() - 1).stream().map(OneOf::name).toList();
        throw new TypeConversionException(
                "'" + text + "' is not " + String.join(", ", others) + " or " + last);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
