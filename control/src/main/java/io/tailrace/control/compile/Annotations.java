package io.tailrace.control.compile;

import io.tailrace.control.compile.HttpsRedirects.Wish;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which annotations of an Ingress are for us, and the one about redirects. A value that cannot be
 * read counts as not stated.
 *
 * <p>Thread: any; a pure function but for the list that it adds to.
 */
final class Annotations {
    private static final String REDIRECT = "ssl-redirect";
    private static final String FORCE_REDIRECT = "force-ssl-redirect";

    /** All that there are. */
    private static final Set<String> NAMES =
            Stream.of(
                            Set.of(REDIRECT, FORCE_REDIRECT),
                            ClientAnnotations.NAMES,
                            PodAnnotations.NAMES)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private Annotations() {}

    /**
     * Whether requests in clear are redirected.
     *
     * @param rejections gets what cannot be read
     */
    static Wish redirect(IngressModel ingress, List<Rejection> rejections) {
        AnnotationReader reader = new AnnotationReader(ingress, rejections);
        boolean always = reader.flag(FORCE_REDIRECT, "true", "false", false, false);
        boolean ifCertified = reader.flag(REDIRECT, "true", "false", true, true);
        if (always) {
            return Wish.ALWAYS;
        }
        return ifCertified ? Wish.IF_CERTIFIED : Wish.NEVER;
    }

    /** Tells of those that nobody reads. */
    static void warnOfUnknown(IngressModel ingress, List<Rejection> rejections) {
        for (String name : ingress.annotations().keySet()) {
            if (!NAMES.contains(name)) {
                rejections.add(
                        Rejection.of(
                                ingress.key(),
                                "metadata.annotations",
                                Quoted.of(IngressModel.OUR_ANNOTATIONS + name) + " is no setting",
                                "see the documentation for those there are; passed over"));
            }
        }
    }
}
