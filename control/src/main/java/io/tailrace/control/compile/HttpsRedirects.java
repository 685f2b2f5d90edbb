package io.tailrace.control.compile;

import java.util.List;

/**
 * Whether a host sends requests in clear on to TLS. The oldest Ingress that has rules for the host
 * and states TLS for it, or asks for the redirect whatever else it states, decides; it must be of
 * the namespace whose host it is, so that nobody else's certificate gets its clients.
 *
 * <p>Thread: any; a pure function.
 */
final class HttpsRedirects {
    /** What an Ingress says about it, by its annotations. */
    enum Wish {
        NEVER,
        /** Where there is a certificate in force. */
        IF_CERTIFIED,
        ALWAYS
    }

    private HttpsRedirects() {}

    /** What an Ingress says about it. */
    static Wish wish(AnnotationReader reader) {
        boolean always = reader.value(Annotations.FORCE_REDIRECT);
        boolean ifCertified = reader.value(Annotations.REDIRECT);
        if (always) {
            return Wish.ALWAYS;
        }
        return ifCertified ? Wish.IF_CERTIFIED : Wish.NEVER;
    }

    /**
     * Whether the host does.
     *
     * @param namespace whose host it is
     * @param certified there is a certificate for it
     * @param certifiedRest there is one for hosts that have none
     */
    static boolean isWanted(
            String host,
            String namespace,
            List<IngressRules> oldestFirst,
            boolean certified,
            boolean certifiedRest) {
        for (IngressRules stated : oldestFirst) {
            if (stated.hosts().containsKey(host)
                    && stated.key().namespace().equals(namespace)
                    && (stated.redirect() == Wish.ALWAYS || stated.tls().names(host))) {
                return switch (stated.redirect()) {
                    case NEVER -> false;
                    case IF_CERTIFIED ->
                            certified || (certifiedRest && stated.tls().asksForRest(host));
                    case ALWAYS -> true;
                };
            }
        }
        return false;
    }
}
