package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.VerifyDepth;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of the annotations of one Ingress that are for us, and tells of those that cannot be
 * read. Names are without our prefix.
 *
 * <p>Thread: any; adds to a list, nothing else.
 */
final class AnnotationReader {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

    private final IngressModel ingress;
    private final List<Rejection> rejections;

    /**
     * @param rejections gets what cannot be read
     */
    AnnotationReader(IngressModel ingress, List<Rejection> rejections) {
        this.ingress = ingress;
        this.rejections = rejections;
    }

    /** Of the Ingress, and so of all that it may name. */
    String namespace() {
        return ingress.key().namespace();
    }

    /** Null: it is not stated. */
    @Nullable String value(String name) {
        return ingress.annotations().get(name);
    }

    /** Which of these are stated, sorted, separated by commas. */
    String stated(Set<String> names) {
        return names.stream()
                .filter(name -> value(name) != null)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** One of two values. */
    boolean flag(String name, String yes, String no, boolean absent, boolean unreadable) {
        String stated = value(name);
        if (stated == null || stated.equals(yes) || stated.equals(no)) {
            return stated == null ? absent : stated.equals(yes);
        }
        warn(
                name,
                Quoted.of(stated) + " is neither " + Quoted.of(yes) + " nor " + Quoted.of(no),
                "write one of them; " + (unreadable ? yes : no) + " counts");
        return unreadable;
    }

    /** A number from 1 on; what is not stated or cannot be read is 1. */
    int depth(String name) {
        String stated = value(name);
        if (stated == null) {
            return 1;
        }
        int depth = DIGITS.matcher(stated).matches() ? Integer.parseInt(stated) : 0;
        if (depth >= 1 && depth <= VerifyDepth.MOST) {
            return depth;
        }
        warn(
                name,
                Quoted.of(stated) + " is no number from 1 to " + VerifyDepth.MOST,
                "write one; 1 counts");
        return 1;
    }

    /**
     * The Secret that a value names, as {@code NAMESPACE/NAME}; null: it names none that it may.
     * That is one of the Ingress's namespace: whoever writes the Ingress would otherwise act in the
     * name of whoever owns the Secret.
     *
     * @param effect of such a value
     */
    @Nullable String secret(String name, String stated, String effect) {
        int slash = stated.indexOf('/');
        String secret = stated.substring(slash + 1);
        if (secret.isEmpty() || secret.indexOf('/') >= 0) {
            warn(name, Quoted.of(stated) + " is no Secret", "write NAMESPACE/NAME; " + effect);
            return null;
        }
        if (slash >= 0 && !stated.substring(0, slash).equals(namespace())) {
            warn(
                    name,
                    Quoted.of(stated) + " is of another namespace",
                    "name a Secret of " + namespace() + "; " + effect);
            return null;
        }
        return namespace() + "/" + secret;
    }

    void warn(String name, String reason, String remedy) {
        rejections.add(
                Rejection.of(
                        ingress.key(),
                        "annotation " + IngressModel.OUR_ANNOTATIONS + name,
                        reason,
                        remedy));
    }
}
