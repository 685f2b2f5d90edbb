package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one Ingress that say what is asked of the certificates of its clients. A value
 * that cannot be read never opens a host: it counts as the strictest, or closes the host.
 *
 * <p>Thread: any; a pure function but for the list that it adds to.
 */
final class ClientAnnotations {
    private static final String SECRET = "auth-tls-secret";
    private static final String VERIFY = "auth-tls-verify-client";
    private static final String DEPTH = "auth-tls-verify-depth";
    private static final String PASS = "auth-tls-pass-certificate-to-upstream";
    private static final String MATCH = "auth-tls-match-cn";

    /** All that are read here. */
    static final Set<String> NAMES = Set.of(SECRET, VERIFY, DEPTH, PASS, MATCH);

    private static final String COMMON_NAME = "CN=";
    private static final String CLOSED = "requests for its hosts get 503";

    /** Printable, and nothing that means something in a regular expression but the point. */
    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^\\\\^$*+?()\\[\\]{}|]]{1,256}");

    private final AnnotationReader reader;

    /** Something that says who may come cannot be read. */
    private boolean closed;

    private ClientAnnotations(AnnotationReader reader) {
        this.reader = reader;
    }

    /**
     * Reads them. Returns null if they ask for nothing, and leave it to other Ingresses to ask.
     *
     * @param rejections gets what cannot be read
     */
    static @Nullable ClientWish read(IngressModel ingress, List<Rejection> rejections) {
        return new ClientAnnotations(new AnnotationReader(ingress, rejections)).read();
    }

    private @Nullable ClientWish read() {
        String stated = reader.value(SECRET);
        if (stated == null) {
            warnOfNone();
            return null;
        }
        String secret = reader.secret(SECRET, stated, CLOSED);
        Mode mode = mode();
        int depth = reader.depth(DEPTH);
        boolean passed = reader.flag(PASS, "true", "false", false, false);
        String commonName = commonName();
        if (mode == null) {
            return new ClientWish(null);
        }
        return new ClientWish(
                closed || secret == null
                        ? ClientCertificates.closed()
                        : new ClientCertificates(mode, secret, depth, passed, commonName));
    }

    /** Who asks for verification may not know that nobody is asked. */
    private void warnOfNone() {
        String useless = reader.stated(NAMES);
        if (!useless.isEmpty()) {
            reader.warn(
                    SECRET,
                    "is missing: clients are asked for no certificate, whatever "
                            + useless
                            + " may say",
                    "name the Secret with the authorities, or remove the others");
        }
    }

    /** Null: clients are not asked. */
    private @Nullable Mode mode() {
        String stated = reader.value(VERIFY);
        if (stated == null) {
            return Mode.ON;
        }
        return switch (stated) {
            case "on" -> Mode.ON;
            case "off" -> null;
            case "optional" -> Mode.OPTIONAL;
            case "optional_no_ca" -> Mode.OPTIONAL_NO_CA;
            default -> {
                reader.warn(
                        VERIFY,
                        Quoted.of(stated)
                                + " is none of \"on\", \"off\", \"optional\" and"
                                + " \"optional_no_ca\"",
                        "write one of them; \"on\" counts");
                yield Mode.ON;
            }
        };
    }

    private String commonName() {
        String stated = reader.value(MATCH);
        if (stated == null) {
            return "";
        }
        if (!stated.startsWith(COMMON_NAME)) {
            close(MATCH, Quoted.of(stated) + " does not begin with CN=", "write CN= and the name");
            return "";
        }
        String name = stated.substring(COMMON_NAME.length());
        if (!PLAIN.matcher(name).matches()) {
            close(
                    MATCH,
                    Quoted.of(stated) + " is a regular expression or no name",
                    "write CN= and the whole name as it is; expressions are not supported");
            return "";
        }
        return name;
    }

    private void close(String name, String reason, String remedy) {
        closed = true;
        reader.warn(name, reason, remedy + "; " + CLOSED);
    }
}
