package io.tailrace.control.compile;

import static io.tailrace.control.compile.Annotations.BY_ADDRESS;
import static io.tailrace.control.compile.Annotations.OF_POD_TLS;
import static io.tailrace.control.compile.Annotations.POD_DEPTH;
import static io.tailrace.control.compile.Annotations.POD_HTTPS;
import static io.tailrace.control.compile.Annotations.POD_NAME;
import static io.tailrace.control.compile.Annotations.POD_SECRET;
import static io.tailrace.control.compile.Annotations.POD_TOLD_NAME;
import static io.tailrace.control.compile.Annotations.POD_VERIFY;

/**
 * What the annotations of one Ingress say about how its pods are reached and spoken to. A value
 * that cannot be read counts as not stated; of whether pods are verified, as {@code on}.
 *
 * <p>Thread: any; a pure function but for what the reader tells.
 */
final class PodAnnotations {
    private PodAnnotations() {}

    /**
     * @param byAddress whether Services are reached by their own address, if nothing is stated
     */
    static PodSettings read(AnnotationReader reader, boolean byAddress) {
        Boolean stated = reader.value(BY_ADDRESS);
        boolean reached = stated == null ? byAddress : stated;
        if (!reader.value(POD_HTTPS)) {
            warnOfClear(reader);
            return new PodSettings(reader.namespace(), reached, false, false, 1, null, false, "");
        }
        boolean verified = reader.value(POD_VERIFY);
        int depth = reader.value(POD_DEPTH);
        String name = reader.value(POD_NAME);
        boolean named = reader.value(POD_TOLD_NAME);
        String secret = reader.value(POD_SECRET);
        return new PodSettings(
                reader.namespace(),
                reached,
                true,
                verified,
                depth,
                name,
                named,
                secret == null ? "" : secret);
    }

    /** Who asks for verification may not know that there is nothing to verify. */
    private static void warnOfClear(AnnotationReader reader) {
        String useless = reader.stated(OF_POD_TLS);
        if (!useless.isEmpty()) {
            reader.warn(
                    POD_HTTPS,
                    "is not \"HTTPS\": pods are spoken to in clear, whatever "
                            + useless
                            + " may say",
                    "write HTTPS, or remove the others");
        }
    }
}
