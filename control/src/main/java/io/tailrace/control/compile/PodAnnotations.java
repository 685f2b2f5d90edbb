package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.PodTls;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");
    private static final int DEFAULT_DEPTH = 1;

    private final IngressModel ingress;
    private final List<Rejection> rejections;

    private PodAnnotations(IngressModel ingress, List<Rejection> rejections) {
        this.ingress = ingress;
        this.rejections = rejections;
    }

    /**
     * Reads them.
     *
     * @param rejections gets what cannot be read
     */
    static PodSettings read(IngressModel ingress, List<Rejection> rejections) {
        return new PodAnnotations(ingress, rejections).read();
    }

    private PodSettings read() {
        boolean https = https();
        if (!https) {
            warnOfClear();
            return new PodSettings(
                    ingress.key().namespace(), false, false, DEFAULT_DEPTH, null, false, "");
        }
        return new PodSettings(
                ingress.key().namespace(),
                true,
                flag(VERIFY, "on"),
                depth(),
                name(),
                flag(SEND_NAME, "off"),
                secret());
    }

    private boolean https() {
        String stated = value(PROTOCOL);
        String protocol = stated == null ? "HTTP" : stated.toUpperCase(Locale.ROOT);
        if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
            warn(
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
        String useless =
                OF_TLS.stream()
                        .filter(name -> value(name) != null)
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!useless.isEmpty()) {
            warn(
                    PROTOCOL,
                    "is not \"HTTPS\": pods are spoken to in clear, whatever "
                            + useless
                            + " may say",
                    "write HTTPS, or remove the others");
        }
    }

    private boolean flag(String name, String unreadable) {
        String stated = value(name);
        if (stated == null || stated.equals("on") || stated.equals("off")) {
            return "on".equals(stated);
        }
        warn(
                name,
                Quoted.of(stated) + " is neither \"on\" nor \"off\"",
                "write one of them; " + unreadable + " counts");
        return unreadable.equals("on");
    }

    private int depth() {
        String stated = value(DEPTH);
        if (stated == null) {
            return DEFAULT_DEPTH;
        }
        int depth = DIGITS.matcher(stated).matches() ? Integer.parseInt(stated) : 0;
        if (depth >= 1 && depth <= PodTls.MAX_DEPTH) {
            return depth;
        }
        warn(
                DEPTH,
                Quoted.of(stated) + " is no number from 1 to " + PodTls.MAX_DEPTH,
                "write one; " + DEFAULT_DEPTH + " counts");
        return DEFAULT_DEPTH;
    }

    private @Nullable String name() {
        String stated = value(NAME);
        if (stated == null) {
            return null;
        }
        String remedy = "write the DNS name of the certificate; SERVICE.NAMESPACE.svc counts";
        try {
            String name = HostNames.normalise(stated);
            if (!name.isEmpty() && !name.startsWith("*")) {
                return name;
            }
            warn(NAME, Quoted.of(stated) + " is no name", remedy);
        } catch (UnfitException e) {
            warn(NAME, Quoted.of(stated) + ": " + e.reason(), remedy);
        }
        return null;
    }

    private String secret() {
        String stated = value(SECRET);
        if (stated == null) {
            return "";
        }
        String own = ingress.key().namespace();
        int slash = stated.indexOf('/');
        String name = stated.substring(slash + 1);
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            warn(SECRET, Quoted.of(stated) + " is no Secret", "write NAMESPACE/NAME; none counts");
            return "";
        }
        if (slash >= 0 && !stated.substring(0, slash).equals(own)) {
            // Whoever writes the Ingress would act in the name of whoever owns the Secret.
            warn(
                    SECRET,
                    Quoted.of(stated) + " is of another namespace",
                    "name a Secret of " + own + "; none counts");
            return "";
        }
        return own + "/" + name;
    }

    private @Nullable String value(String name) {
        return ingress.annotations().get(name);
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
