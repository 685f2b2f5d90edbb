package io.tailrace.control.compile;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.tls.ServerCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One host to its part of the decision table, from the Ingresses that concern it: first its
 * certificates, since what is in force for others depends on them, then all else.
 *
 * <p>Thread: control, for one compile.
 */
final class HostCompiler {
    private final CompileSettings settings;
    private final Model model;
    private final Function<ObjectKey, @Nullable Reading> held;
    private final boolean certifiedRest;
    private final IngressBook ingresses;

    /**
     * @param held what a Secret holds that is named
     * @param certifiedRest there is a certificate for hosts that have none
     */
    HostCompiler(
            CompileSettings settings,
            Model model,
            Function<ObjectKey, @Nullable Reading> held,
            boolean certifiedRest,
            IngressBook ingresses) {
        this.settings = settings;
        this.model = model;
        this.held = held;
        this.certifiedRest = certifiedRest;
        this.ingresses = ingresses;
    }

    /** The part with nothing but the certificates, and what is to be said of them. */
    HostPart certificates(String host) {
        List<Rejection> rejections = new ArrayList<>(0);
        List<ServerCertificate> certificates =
                HostCertificates.of(host, ingresses.of(host), held, rejections);
        return new HostPart(List.of(), ClassSettings.DEFAULT, certificates, rejections);
    }

    /**
     * The whole part.
     *
     * @param certified what {@link #certificates} has returned
     * @param byWildcard there is a certificate for the wildcard that covers the host
     */
    HostPart compile(String host, HostPart certified, boolean byWildcard) {
        List<IngressRules> oldestFirst = ingresses.of(host);
        List<Rejection> rejections = new ArrayList<>(certified.rejections());
        HostRows rows = new HostRows(host, rejections);
        rows.claimAll(oldestFirst, settings.defaultBackend());
        IngressRules owner = rows.owner();
        boolean isCertified = byWildcard || !certified.certificates().isEmpty();
        return new HostPart(
                rows.rows(),
                owner == null
                        ? ClassSettings.DEFAULT
                        : settings(host, owner, oldestFirst, isCertified, rejections),
                certified.certificates(),
                rejections);
    }

    private ClassSettings settings(
            String host,
            IngressRules owner,
            List<IngressRules> oldestFirst,
            boolean isCertified,
            List<Rejection> rejections) {
        ClassSettings ofHost = owner.settings();
        if (!isCertified) {
            // Browsers would never again take what we can show them.
            ofHost = ofHost.withoutStrictTransport();
        }
        if (settings.httpsPort() > 0
                && HttpsRedirects.isWanted(
                        host, owner.key().namespace(), oldestFirst, isCertified, certifiedRest)) {
            ofHost = ofHost.redirectingTo(settings.httpsPort());
        }
        ClientCertificates asked = HostClients.ask(host, owner, oldestFirst, model, rejections);
        return asked == null ? ofHost : ofHost.asking(asked);
    }
}
