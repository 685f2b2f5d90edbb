package io.tailrace.control.compile;

import io.tailrace.control.model.Changes;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.Authorities;
import java.util.HashSet;
import java.util.Set;

/**
 * Our Ingresses to the decision table: each by itself first, then each host from the Ingresses that
 * concern it, the oldest first. Both steps are remembered, so that only what a change concerns is
 * compiled; the result is as if it were not. What is remembered of Secrets shows in one case: the
 * last good certificate counts while there is no better one.
 *
 * <p>Thread: control.
 */
public final class RuleCompiler {
    /**
     * What Secrets hold.
     *
     * <p>Thread: control.
     */
    record Books(
            SecretBook<Reading> certificates,
            SecretBook<Authorities> authorities,
            PodSecrets.Books pods) {
        Books() {
            this(SecretBook.ofCertificates(), SecretBook.ofAuthorities(), new PodSecrets.Books());
        }

        /** Says once more what is wrong. */
        void tellAll(Reports rejections) {
            certificates.tellAll(rejections);
            authorities.tellAll(rejections);
            pods.trusted().tellAll(rejections);
            pods.own().tellAll(rejections);
        }

        /** All Secrets that are known. */
        Set<ObjectKey> keys() {
            Set<ObjectKey> keys = new HashSet<>(certificates.keys());
            keys.addAll(authorities.keys());
            keys.addAll(pods.trusted().keys());
            keys.addAll(pods.own().keys());
            return keys;
        }
    }

    private final CompileSettings settings;
    private final Books books = new Books();
    private Compilation compilation;

    public RuleCompiler(CompileSettings settings) {
        this.settings = settings;
        this.compilation = new Compilation(settings, books);
    }

    /** The decision table of these objects, whatever was compiled before. */
    public DecisionTable compile(Model model) {
        SharedMap<String, HostPart> inForce = compilation.hostsInForce();
        Compilation next = new Compilation(settings, books);
        // Only now: what is in force must not be forgotten if this fails.
        next.inForce(inForce, model);
        compilation = next;
        return next.all(model);
    }

    /**
     * The decision table of these objects, at a cost of what has changed.
     *
     * @param changes all since the last call that returned
     */
    public DecisionTable update(Model model, Changes changes) {
        return compilation.update(model, changes);
    }

    /**
     * The decision table with these rules in force in place of those compiled last: all that does
     * not follow from rules (certificates, what Secrets hold, rejections) is of the last compile.
     *
     * @param hosts parts of tables that were compiled here
     */
    public DecisionTable inForce(SharedMap<String, HostPart> hosts, Model model) {
        return compilation.inForce(hosts, model);
    }

    /** The Secrets and ConfigMaps that are named, whether they exist or not. Gathered anew. */
    public Set<ObjectKey> named() {
        return compilation.named();
    }
}
