package io.tailrace.control.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * A ConfigMap ({@code v1}): settings, where an IngressClass names it as its parameters.
 *
 * <p>Thread: any (immutable).
 *
 * @param data {@code data}, not judged yet; long values are cut
 */
public record ConfigMapModel(ObjectKey key, Map<String, String> data) implements ModelObject {
    public ConfigMapModel {
        // Not Map.copyOf, which is slow where names are chosen to have equal hashes.
        data = Collections.unmodifiableMap(new HashMap<>(data));
    }
}
