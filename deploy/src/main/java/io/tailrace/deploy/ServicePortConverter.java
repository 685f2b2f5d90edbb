package io.tailrace.deploy;

import io.tailrace.core.route.ClusterKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code NAMESPACE/SERVICE:PORT}; the port by number or by name.
 *
 * <p>Thread: any (immutable).
 */
final class ServicePortConverter implements ITypeConverter<ClusterKey> {
    /** Names as Kubernetes takes them, RFC 1123 labels; it does not take longer ones. */
    static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";

    private static final Pattern FORM =
            Pattern.compile("(" + LABEL + ")/(" + LABEL + "):(" + LABEL + ")");

    @Override
    public ClusterKey convert(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not NAMESPACE/SERVICE:PORT, as in shop/web:80");
        }
        return new ClusterKey(parts.group(1), parts.group(2), parts.group(3));
    }
}
