package io.tailrace.control.compile;

import io.tailrace.control.compile.HttpsRedirects.Wish;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The annotations of one Ingress that are for us. A value that cannot be read counts as not stated.
 *
 * <p>Thread: any; a pure function but for the list that it adds to.
 */
final class Annotations {
    private static final String REDIRECT = "ssl-redirect";
    private static final String FORCE_REDIRECT = "force-ssl-redirect";

    private final IngressModel ingress;
    private final List<Rejection> rejections;
    private final Map<String, String> left;

    private Annotations(IngressModel ingress, List<Rejection> rejections) {
        this.ingress = ingress;
        this.rejections = rejections;
        this.left = new TreeMap<>(ingress.annotations());
    }

    /**
     * Whether requests in clear are redirected.
     *
     * @param rejections gets what cannot be read
     */
    static Wish redirect(IngressModel ingress, List<Rejection> rejections) {
        return new Annotations(ingress, rejections).redirect();
    }

    private Wish redirect() {
        boolean always = flag(FORCE_REDIRECT, false);
        boolean ifCertified = flag(REDIRECT, true);
        left.keySet().removeAll(ClientAnnotations.NAMES);
        left.keySet().removeAll(PodAnnotations.NAMES);
        left.keySet()
                .forEach(
                        name ->
                                warn(
                                        "metadata.annotations",
                                        Quoted.of(IngressModel.OUR_ANNOTATIONS + name)
                                                + " is no setting",
                                        "see the documentation for those there are; passed over"));
        if (always) {
            return Wish.ALWAYS;
        }
        return ifCertified ? Wish.IF_CERTIFIED : Wish.NEVER;
    }

    private boolean flag(String name, boolean absent) {
        String value = left.remove(name);
        if (value == null || value.equals("true") || value.equals("false")) {
            return value == null ? absent : value.equals("true");
        }
        warn(
                "annotation " + IngressModel.OUR_ANNOTATIONS + name,
                Quoted.of(value) + " is neither \"true\" nor \"false\"",
                "write one of them; " + absent + " counts");
        return absent;
    }

    private void warn(String place, String reason, String remedy) {
        rejections.add(Rejection.of(ingress.key(), place, reason, remedy));
    }
}
