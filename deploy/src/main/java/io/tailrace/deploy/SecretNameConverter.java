package io.tailrace.deploy;

import io.tailrace.control.model.ObjectKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code NAMESPACE/NAME} of a Secret.
 *
 * <p>Thread: any (immutable).
 */
final class SecretNameConverter implements ITypeConverter<ObjectKey> {
    /** A namespace is a label, a Secret a subdomain of RFC 1123. */
    private static final Pattern FORM =
            Pattern.compile(
                    "("
                            + ServicePortConverter.LABEL
                            + ")/([a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
                            + "(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)");

    @Override
    public ObjectKey convert(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not NAMESPACE/NAME, as in shop/web-tls");
        }
        return ObjectKey.secret(parts.group(1), parts.group(2));
    }
}
