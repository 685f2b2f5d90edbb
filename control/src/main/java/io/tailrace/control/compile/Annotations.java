package io.tailrace.control.compile;

import io.tailrace.control.compile.Setting.Scope;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.Balance;
import io.tailrace.core.route.ClientCertificates.Mode;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RoutePolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The registry of annotations for us: each with its name, its values, its default, what it counts
 * for and what it does. Nothing else is read of an Ingress's annotations.
 *
 * <p>Thread: any (immutable).
 */
final class Annotations {
    private static final Map<String, Setting<?>> ALL = new LinkedHashMap<>();

    // ---- clients that come in clear

    static final Setting<Boolean> REDIRECT =
            register(
                    Setting.of(
                            "ssl-redirect",
                            Scope.HOSTS,
                            Values.flag("true", "false"),
                            true,
                            "true",
                            "plain HTTP is redirected where the host has a certificate"
                                    + " ([more](tls.md#redirect))"));

    static final Setting<Boolean> FORCE_REDIRECT =
            register(
                    Setting.of(
                            "force-ssl-redirect",
                            Scope.HOSTS,
                            Values.flag("true", "false"),
                            false,
                            "false",
                            "plain HTTP is redirected, certificate or not"));

    // ---- certificates of clients

    /** The effect of what would open a host if it was passed over. */
    private static final String CLOSED = "requests for its hosts get 503";

    static final Setting<@Nullable String> CLIENT_SECRET =
            register(
                    Setting.of(
                                    "auth-tls-secret",
                                    Scope.HOSTS,
                                    Values.secret(),
                                    null,
                                    "",
                                    "clients are asked for certificates of the authorities in the"
                                            + " Secret's `ca.crt`"
                                            + " ([more](tls.md#client-certificates))")
                            .unreadableAs(null, CLOSED));

    /** Null: clients are not asked. */
    static final Setting<@Nullable Mode> CLIENT_VERIFY =
            register(
                    Setting.of(
                                    "auth-tls-verify-client",
                                    Scope.HOSTS,
                                    modes(),
                                    Mode.ON,
                                    "on",
                                    "who may come: `on`: who shows a good one; `optional`: also who"
                                            + " shows none; `optional_no_ca`: everybody, the pod"
                                            + " judges; `off`: nobody is asked")
                            .unreadableAs(Mode.ON, "\"on\" counts"));

    static final Setting<Integer> CLIENT_DEPTH =
            register(
                    Setting.of(
                            "auth-tls-verify-depth",
                            Scope.HOSTS,
                            Values.depth(),
                            1,
                            "1",
                            "certificates between the client's and an authority's"));

    static final Setting<Boolean> CLIENT_PASSED =
            register(
                    Setting.of(
                            "auth-tls-pass-certificate-to-upstream",
                            Scope.HOSTS,
                            Values.flag("true", "false"),
                            false,
                            "false",
                            "the pod gets the client's certificate"));

    /** Null: what is stated cannot be read. */
    static final Setting<@Nullable String> CLIENT_NAME =
            register(
                    Setting.of(
                                    "auth-tls-match-cn",
                                    Scope.HOSTS,
                                    commonName(),
                                    "",
                                    "",
                                    "the common name that the certificate must have, all of it")
                            .unreadableAs(null, CLOSED));

    static final List<Setting<?>> OF_CLIENTS =
            List.of(CLIENT_SECRET, CLIENT_VERIFY, CLIENT_DEPTH, CLIENT_PASSED, CLIENT_NAME);

    // ---- TLS with pods

    static final Setting<Boolean> POD_HTTPS =
            register(
                    Setting.of(
                            "backend-protocol",
                            Scope.RULES,
                            protocol(),
                            false,
                            "HTTP",
                            "`HTTPS`: pods are spoken to over TLS"
                                    + " ([more](tls.md#tls-to-the-pods))"));

    static final Setting<@Nullable String> POD_SECRET =
            register(
                    Setting.of(
                            "proxy-ssl-secret",
                            Scope.RULES,
                            Values.secret(),
                            null,
                            "",
                            "`ca.crt`: whom pods are verified by; `tls.crt`, `tls.key`: the"
                                    + " certificate that pods are shown"));

    static final Setting<Boolean> POD_VERIFY =
            register(
                    Setting.of(
                                    "proxy-ssl-verify",
                                    Scope.RULES,
                                    Values.flag("on", "off"),
                                    false,
                                    "off",
                                    "`on`: pods must show a good certificate of their name")
                            .unreadableAs(true, "on counts"));

    static final Setting<Integer> POD_DEPTH =
            register(
                    Setting.of(
                            "proxy-ssl-verify-depth",
                            Scope.RULES,
                            Values.depth(),
                            1,
                            "1",
                            "certificates between a pod's and an authority's"));

    static final Setting<@Nullable String> POD_NAME =
            register(
                    Setting.of(
                            "proxy-ssl-name",
                            Scope.RULES,
                            Values.certificateName(),
                            null,
                            "SERVICE.NAMESPACE.svc",
                            "the name that pods' certificates must be for"));

    static final Setting<Boolean> POD_TOLD_NAME =
            register(
                    Setting.of(
                            "proxy-ssl-server-name",
                            Scope.RULES,
                            Values.flag("on", "off"),
                            false,
                            "off",
                            "`on`: pods are told that name (SNI)"));

    /** Those that mean nothing where pods are spoken to in clear. */
    static final List<Setting<?>> OF_POD_TLS =
            List.of(POD_SECRET, POD_VERIFY, POD_DEPTH, POD_NAME, POD_TOLD_NAME);

    // ---- requests on their way

    static final Setting<Long> MAX_BODY =
            register(
                    Setting.of(
                            "request-body-max-size",
                            Scope.RULES,
                            Values.size(),
                            RoutePolicy.UNSTATED,
                            "--max-body-size",
                            "a longer request body gets 413"));

    static final Setting<Duration> CONNECT =
            register(
                    Setting.of(
                            "connect-timeout",
                            Scope.RULES,
                            Values.time(),
                            Duration.ZERO,
                            "--connect-timeout",
                            "connecting to a pod, per attempt"));

    static final Setting<Duration> RESPONSE_HEAD =
            register(
                    Setting.of(
                            "response-head-timeout",
                            Scope.RULES,
                            Values.time(),
                            Duration.ZERO,
                            "--response-head-timeout",
                            "the head of a pod's answer, from the end of the request"));

    static final Setting<Duration> RESPONSE_BODY =
            register(
                    Setting.of(
                            "response-body-timeout",
                            Scope.RULES,
                            Values.time(),
                            Duration.ZERO,
                            "--response-body-timeout",
                            "between two pieces of a pod's answer"));

    static final Setting<Duration> TUNNEL_IDLE =
            register(
                    Setting.of(
                            "tunnel-idle-timeout",
                            Scope.RULES,
                            Values.time(),
                            Duration.ZERO,
                            "--tunnel-idle-timeout",
                            "while no byte passes an upgraded connection"));

    static final Setting<Duration> EXCHANGE =
            register(
                    Setting.of(
                            "exchange-timeout",
                            Scope.RULES,
                            Values.time(),
                            Duration.ZERO,
                            "--exchange-timeout",
                            "a whole exchange, from the end of the request head; not tunnels"));

    static final Setting<Balance> BALANCE =
            register(
                    Setting.of(
                            "load-balance",
                            Scope.RULES,
                            Values.oneOf(
                                    List.of("least-requests", "round-robin"),
                                    word ->
                                            word.equals("round-robin")
                                                    ? Balance.ROUND_ROBIN
                                                    : Balance.LEAST_REQUESTS),
                            Balance.LEAST_REQUESTS,
                            "least-requests",
                            "which pod: the one with fewer requests in flight of two chosen at"
                                    + " random, or one after the other"));

    /** Null: as the process says. */
    static final Setting<@Nullable Boolean> BY_ADDRESS =
            register(
                    Setting.of(
                            "service-upstream",
                            Scope.RULES,
                            Values.<@Nullable Boolean>oneOf(
                                    List.of("true", "false"), "true"::equals),
                            null,
                            "--service-upstream",
                            "`true`: requests go to the Service's cluster IP, and the cluster"
                                    + " chooses the pod ([more](#service-upstream))"));

    static final Setting<@Nullable ClusterKey> FALLBACK =
            register(
                    Setting.of(
                            "default-backend",
                            Scope.RULES,
                            Values.service(),
                            null,
                            "",
                            "takes requests while the service of their rule has no endpoint"
                                    + " ([more](#default-backend))"));

    private Annotations() {}

    private static <T extends @Nullable Object> Setting<T> register(Setting<T> setting) {
        if (ALL.put(setting.name(), setting) != null) {
            throw new IllegalStateException(setting.name() + " twice");
        }
        return setting;
    }

    /** All there are, in the order of the documentation. */
    static Collection<Setting<?>> all() {
        return Collections.unmodifiableCollection(ALL.values());
    }

    /** Tells of those that nobody reads. */
    static void warnOfUnknown(IngressModel ingress, List<Rejection> rejections) {
        for (String name : ingress.annotations().keySet()) {
            if (!ALL.containsKey(name)) {
                rejections.add(
                        Rejection.of(
                                ingress.key(),
                                "metadata.annotations",
                                Quoted.of(IngressModel.OUR_ANNOTATIONS + name) + " is no setting",
                                "see the documentation for those there are; passed over"));
            }
        }
    }

    // ---- values that one of them has

    private static Values<@Nullable Mode> modes() {
        return Values.oneOf(
                List.of("on", "off", "optional", "optional_no_ca"),
                word ->
                        switch (word) {
                            case "off" -> null;
                            case "optional" -> Mode.OPTIONAL;
                            case "optional_no_ca" -> Mode.OPTIONAL_NO_CA;
                            default -> Mode.ON;
                        });
    }

    /** Whether it is HTTPS. */
    private static Values<Boolean> protocol() {
        Set<String> notSupported = Set.of("GRPC", "GRPCS", "AJP", "FCGI");
        return new Values<>(
                "`HTTP`, `HTTPS`, in any case",
                (stated, _) -> {
                    String protocol = stated.toUpperCase(Locale.ROOT);
                    if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
                        throw new UnfitException(
                                Quoted.of(stated)
                                        + (notSupported.contains(protocol)
                                                ? " is not supported"
                                                : " is neither \"HTTP\" nor \"HTTPS\""),
                                "write one of HTTP and HTTPS");
                    }
                    return protocol.equals("HTTPS");
                });
    }

    /** Printable, and nothing that means something in a regular expression but the point. */
    private static Values<@Nullable String> commonName() {
        String prefix = "CN=";
        Pattern plain = Pattern.compile("[ -~&&[^\\\\^$*+?()\\[\\]{}|]]{1,256}");
        return new Values<>(
                "`CN=` and a name; no regular expressions",
                (stated, _) -> {
                    if (!stated.startsWith(prefix)) {
                        throw new UnfitException(
                                Quoted.of(stated) + " does not begin with CN=",
                                "write CN= and the name");
                    }
                    String name = stated.substring(prefix.length());
                    if (!plain.matcher(name).matches()) {
                        throw new UnfitException(
                                Quoted.of(stated) + " is a regular expression or no name",
                                "write CN= and the whole name as it is; expressions are not"
                                        + " supported");
                    }
                    return name;
                });
    }
}
