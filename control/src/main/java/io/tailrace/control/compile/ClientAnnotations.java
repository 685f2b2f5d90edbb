package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");
    private static final int DEFAULT_DEPTH = 1;

    /** Printable, and nothing that means something in a regular expression but the point. */
    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^\\\\^$*+?()\\[\\]{}|]]{1,256}");

    private final IngressModel ingress;
    private final List<Rejection> rejections;

    /** Something that says who may come cannot be read. */
    private boolean closed;

    private ClientAnnotations(IngressModel ingress, List<Rejection> rejections) {
        this.ingress = ingress;
        this.rejections = rejections;
    }

    /**
     * Reads them. Returns null if they ask for nothing, and leave it to other Ingresses to ask.
     *
     * @param rejections gets what cannot be read
     */
    static @Nullable ClientWish read(IngressModel ingress, List<Rejection> rejections) {
        return new ClientAnnotations(ingress, rejections).read();
    }

    private @Nullable ClientWish read() {
        String stated = value(SECRET);
        if (stated == null) {
            warnOfNone();
            return null;
        }
        String secret = secret(stated);
        Mode mode = mode();
        int depth = depth();
        boolean passed = passed();
        String commonName = commonName();
        if (mode == null) {
            return new ClientWish(null);
        }
        return new ClientWish(
                closed
                        ? ClientCertificates.closed()
                        : new ClientCertificates(mode, secret, depth, passed, commonName));
    }

    /** Who asks for verification may not know that nobody is asked. */
    private void warnOfNone() {
        String useless =
                NAMES.stream()
                        .filter(name -> value(name) != null)
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!useless.isEmpty()) {
            warn(
                    SECRET,
                    "is missing: clients are asked for no certificate, whatever "
                            + useless
                            + " may say",
                    "name the Secret with the authorities, or remove the others");
        }
    }

    private String secret(String stated) {
        String own = ingress.key().namespace();
        int slash = stated.indexOf('/');
        String name = stated.substring(slash + 1);
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            close(SECRET, Quoted.of(stated) + " is no Secret", "write NAMESPACE/NAME");
            return "";
        }
        if (slash >= 0 && !stated.substring(0, slash).equals(own)) {
            close(
                    SECRET,
                    Quoted.of(stated) + " is of another namespace",
                    "name a Secret of " + own);
            return "";
        }
        return own + "/" + name;
    }

    /** Null: clients are not asked. */
    private @Nullable Mode mode() {
        String stated = value(VERIFY);
        if (stated == null) {
            return Mode.ON;
        }
        return switch (stated) {
            case "on" -> Mode.ON;
            case "off" -> null;
            case "optional" -> Mode.OPTIONAL;
            case "optional_no_ca" -> Mode.OPTIONAL_NO_CA;
            default -> {
                warn(
                        VERIFY,
                        Quoted.of(stated)
                                + " is none of \"on\", \"off\", \"optional\" and"
                                + " \"optional_no_ca\"",
                        "write one of them; \"on\" counts");
                yield Mode.ON;
            }
        };
    }

    private int depth() {
        String stated = value(DEPTH);
        if (stated == null) {
            return DEFAULT_DEPTH;
        }
        int depth = DIGITS.matcher(stated).matches() ? Integer.parseInt(stated) : 0;
        if (depth >= 1 && depth <= ClientCertificates.MAX_DEPTH) {
            return depth;
        }
        warn(
                DEPTH,
                Quoted.of(stated) + " is no number from 1 to " + ClientCertificates.MAX_DEPTH,
                "write one; " + DEFAULT_DEPTH + " counts");
        return DEFAULT_DEPTH;
    }

    private boolean passed() {
        String stated = value(PASS);
        if (stated == null || stated.equals("true") || stated.equals("false")) {
            return "true".equals(stated);
        }
        warn(
                PASS,
                Quoted.of(stated) + " is neither \"true\" nor \"false\"",
                "write one of them; false counts");
        return false;
    }

    private String commonName() {
        String stated = value(MATCH);
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

    private @Nullable String value(String name) {
        return ingress.annotations().get(name);
    }

    private void close(String name, String reason, String remedy) {
        closed = true;
        warn(name, reason, remedy + "; requests for its hosts get 503");
    }

    private void warn(String name, String reason, String remedy) {
        rejections.add(
                Rejection.of(
                        ingress.key(),
                        "annotation " + IngressModel.OUR_ANNOTATIONS + name,
                        reason,
                        remedy));
    }
}
