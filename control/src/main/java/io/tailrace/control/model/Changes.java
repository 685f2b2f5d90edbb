package io.tailrace.control.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * What has changed in the model since somebody last asked: the objects that were put, replaced or
 * taken out.
 *
 * <p>Thread: any (immutable).
 *
 * @param services also those of which an EndpointSlice has changed
 */
public record Changes(
        Set<ObjectKey> ingresses,
        Set<ObjectKey> classes,
        Set<ObjectKey> configMaps,
        Set<ObjectKey> secrets,
        Set<ObjectKey> services) {

    public static final Changes NONE =
            new Changes(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Changes {
        // No copies: the model starts new sets, and copies of these would be slow where hashes
        // meet.
        ingresses = Collections.unmodifiableSet(ingresses);
        classes = Collections.unmodifiableSet(classes);
        configMaps = Collections.unmodifiableSet(configMaps);
        secrets = Collections.unmodifiableSet(secrets);
        services = Collections.unmodifiableSet(services);
    }

    /** The decision table may be another. */
    public boolean rules() {
        return !(ingresses.isEmpty()
                && classes.isEmpty()
                && configMaps.isEmpty()
                && secrets.isEmpty());
    }

    /** A cluster may have other endpoints. */
    public boolean endpoints() {
        return !services.isEmpty();
    }

    /** These and later ones. */
    public Changes and(Changes later) {
        return new Changes(
                union(ingresses, later.ingresses),
                union(classes, later.classes),
                union(configMaps, later.configMaps),
                union(secrets, later.secrets),
                union(services, later.services));
    }

    private static Set<ObjectKey> union(Set<ObjectKey> some, Set<ObjectKey> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        Set<ObjectKey> union = new HashSet<>(some);
        union.addAll(others);
        return union;
    }
}
