package io.tailrace.control.watch;

import io.tailrace.control.model.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which kind of the model an object's {@code apiVersion} and {@code kind} name.
 *
 * <p>Thread: any (stateless).
 */
final class KindNames {
    private static final String NETWORKING = "networking.k8s.io";
    private static final String DISCOVERY = "discovery.k8s.io";

    private KindNames() {}

    /**
     * The kind, or null for one that the model does not hold.
     *
     * @throws UnreadableException for a version of a kind that is no longer served
     */
    static @Nullable Kind of(String apiVersion, String kind) throws UnreadableException {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        Kind named =
                switch (kind) {
                    case "Ingress" ->
                            group.equals(NETWORKING) || group.equals("extensions")
                                    ? Kind.INGRESS
                                    : null;
                    case "IngressClass" -> group.equals(NETWORKING) ? Kind.INGRESS_CLASS : null;
                    case "ConfigMap" -> group.isEmpty() ? Kind.CONFIG_MAP : null;
                    case "Secret" -> group.isEmpty() ? Kind.SECRET : null;
                    case "Service" -> group.isEmpty() ? Kind.SERVICE : null;
                    case "EndpointSlice" -> group.equals(DISCOVERY) ? Kind.ENDPOINT_SLICE : null;
                    default -> null;
                };
        if (named != null && !apiVersion.equals(named.apiVersion())) {
            throw new UnreadableException(
                    "apiVersion", "of " + kind + " is not read, write " + named.apiVersion());
        }
        return named;
    }
}
