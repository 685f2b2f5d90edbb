package io.tailrace.control.compile;

import static io.tailrace.control.compile.Annotations.CLIENT_DEPTH;
import static io.tailrace.control.compile.Annotations.CLIENT_NAME;
import static io.tailrace.control.compile.Annotations.CLIENT_PASSED;
import static io.tailrace.control.compile.Annotations.CLIENT_SECRET;
import static io.tailrace.control.compile.Annotations.CLIENT_VERIFY;
import static io.tailrace.control.compile.Annotations.OF_CLIENTS;

import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of one Ingress ask of the certificates of its clients. A value that cannot
 * be read never opens a host: it counts as the strictest, or closes the host.
 *
 * <p>Thread: any; a pure function but for what the reader tells.
 */
final class ClientAnnotations {
    private ClientAnnotations() {}

    /** Null: they ask for nothing, and leave it to other Ingresses to ask. */
    static @Nullable ClientWish read(AnnotationReader reader) {
        if (!reader.states(CLIENT_SECRET)) {
            warnOfNone(reader);
            return null;
        }
        String secret = reader.value(CLIENT_SECRET);
        Mode mode = reader.value(CLIENT_VERIFY);
        int depth = reader.value(CLIENT_DEPTH);
        boolean passed = reader.value(CLIENT_PASSED);
        String commonName = reader.value(CLIENT_NAME);
        if (mode == null) {
            return new ClientWish(null);
        }
        return new ClientWish(
                commonName == null || secret == null
                        ? ClientCertificates.closed()
                        : new ClientCertificates(mode, secret, depth, passed, commonName));
    }

    /** Who asks for verification may not know that nobody is asked. */
    private static void warnOfNone(AnnotationReader reader) {
        String useless = reader.stated(OF_CLIENTS);
        if (!useless.isEmpty()) {
            reader.warn(
                    CLIENT_SECRET,
                    "is missing: clients are asked for no certificate, whatever "
                            + useless
                            + " may say",
                    "name the Secret with the authorities, or remove the others");
        }
    }
}
