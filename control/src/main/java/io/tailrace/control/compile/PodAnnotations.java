package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one Ingress that say how its pods are spoken to. A value that cannot be read
 * counts as not stated; of whether pods are verified, as {@code on}.
 *
 * <p>Thread: any; a pure function but for the list that it adds to.
 */
final class PodAnnotations {
    private static final String PROTOCOL = "backend-protocol";
    private static final String SECRET = "proxy-ssl-secret";
    private static final String VERIFY = "proxy-ssl-verify";
    private static final String DEPTH = "proxy-ssl-verify-depth";
    private static final String NAME = "proxy-ssl-name";
    private static final String SEND_NAME = "proxy-ssl-server-name";
    private static final Set<String> OF_TLS = Set.of(SECRET, VERIFY, DEPTH, NAME, SEND_NAME);

    /** All that are read here. */
    static final Set<String> NAMES = Set.of(PROTOCOL, SECRET, VERIFY, DEPTH, NAME, SEND_NAME);

    private static final Set<String> NOT_SUPPORTED = Set.of("GRPC", "GRPCS", "AJP", "FCGI");

    private final AnnotationReader reader;

    private PodAnnotations(AnnotationReader reader) {
        this.reader = reader;
    }

    /**
     * Reads them.
     *
     * @param rejections gets what cannot be read
     */
    static PodSettings read(IngressModel ingress, List<Rejection> rejections) {
        return new PodAnnotations(new AnnotationReader(ingress, rejections)).read();
    }

    private PodSettings read() {
        boolean https = https();
        if (!https) {
            warnOfClear();
            return new PodSettings(reader.namespace(), false, false, 1, null, false, "");
        }
        return new PodSettings(
                reader.namespace(),
                true,
                reader.flag(VERIFY, "on", "off", false, true),
                reader.depth(DEPTH),
                name(),
                reader.flag(SEND_NAME, "on", "off", false, false),
                secret());
    }

    private boolean https() {
        String stated = reader.value(PROTOCOL);
        String protocol = stated == null ? "HTTP" : stated.toUpperCase(Locale.ROOT);
        if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
            reader.warn(
                    PROTOCOL,
                    Quoted.of(String.valueOf(stated))
                            + (NOT_SUPPORTED.contains(protocol)
                                    ? " is not supported"
                                    : " is neither \"HTTP\" nor \"HTTPS\""),
                    "write one of HTTP and HTTPS; HTTP counts");
        }
        return protocol.equals("HTTPS");
    }

    /** Who asks for verification may not know that there is nothing to verify. */
    private void warnOfClear() {
        String useless = reader.stated(OF_TLS);
        if (!useless.isEmpty()) {
            reader.warn(
                    PROTOCOL,
                    "is not \"HTTPS\": pods are spoken to in clear, whatever "
                            + useless
                            + " may say",
                    "write HTTPS, or remove the others");
        }
    }

    private @Nullable String name() {
        String stated = reader.value(NAME);
        if (stated == null) {
            return null;
        }
        String remedy = "write the DNS name of the certificate; SERVICE.NAMESPACE.svc counts";
        try {
            String name = HostNames.normalise(stated);
            if (!name.isEmpty() && !name.startsWith("*")) {
                return name;
            }
            reader.warn(NAME, Quoted.of(stated) + " is no name", remedy);
        } catch (UnfitException e) {
            reader.warn(NAME, Quoted.of(stated) + ": " + e.reason(), remedy);
        }
        return null;
    }

    private String secret() {
        String stated = reader.value(SECRET);
        String secret = stated == null ? null : reader.secret(SECRET, stated, "none counts");
        return secret == null ? "" : secret;
    }
}
