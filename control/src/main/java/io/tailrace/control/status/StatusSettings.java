package io.tailrace.control.status;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PublishedAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who leads, and what the leader writes.
 *
 * <p>Thread: any (immutable).
 *
 * @param controllerName ours; status and events are written under this name
 * @param identity tells this process from all others
 * @param namespace of the lease, and of our pods
 * @param addresses to publish; empty: another source says them
 * @param service whose addresses are published; null: another source says them
 * @param podSelector which pods are ours, where the addresses of their nodes are published
 * @param namespaces that are watched; empty: all
 */
public record StatusSettings(
        String controllerName,
        String identity,
        String namespace,
        List<PublishedAddress> addresses,
        @Nullable ObjectKey service,
        String podSelector,
        List<String> namespaces) {

    /** Which pods are ours, if nobody says something else. */
    public static final String POD_SELECTOR = "app.kubernetes.io/name=tailrace";

    /** The controller that an IngressClass names to be served by Tailrace. */
    public static final String DEFAULT_CONTROLLER = "tailrace.io/ingress-controller";

    private static final String LEASE = "tailrace-leader";
    private static final int LONGEST_MANAGER = 128;
    private static final int LONGEST_NAME = 253;
    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");

    public StatusSettings {
        addresses = List.copyOf(addresses);
        namespaces = List.copyOf(namespaces);
    }

    /** The name of the lease: those who serve other classes have another one. */
    String lease() {
        if (controllerName.equals(DEFAULT_CONTROLLER)) {
            return LEASE;
        }
        String name = controllerName.toLowerCase(Locale.ROOT);
        return cut(
                LEASE + "." + NO_NAME.matcher(name).replaceAll("-").replaceAll("-$", ""),
                LONGEST_NAME);
    }

    /** The name that the API server has in {@code managedFields} for what we write. */
    public static String fieldManager(String controllerName) {
        return cut(controllerName, LONGEST_MANAGER);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
