package io.tailrace.deploy;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A controller's name as an IngressClass states it ({@code spec.controller}): a domain, a slash and
 * a path.
 *
 * <p>Thread: any (immutable).
 */
final class ControllerNameConverter implements ITypeConverter<String> {
    private static final int LONGEST = 250;
    private static final Pattern FORM =
            Pattern.compile("[-.a-z0-9]+/[-._~/%:@!$&'()*+,;=A-Za-z0-9]+");

    @Override
    public String convert(String value) {
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new TypeConversionException(
                    "'"
                            + value
                            + "' is not DOMAIN/NAME of up to 250 characters, as in"
                            + " tailrace.io/ingress-controller");
        }
        return value;
    }
}
