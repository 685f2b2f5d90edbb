package io.tailrace.control.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The current set of objects. A source applies what it read, compile looks, in turns.
 *
 * <p>Thread: control.
 */
public final class Model {
    private final Map<ObjectKey, IngressModel> ingresses = new HashMap<>();
    private final Map<ObjectKey, ClassModel> classes = new HashMap<>();
    private final Map<ObjectKey, ConfigMapModel> configMaps = new HashMap<>();
    private final Map<ObjectKey, SecretModel> secrets = new HashMap<>();
    private final Map<ObjectKey, ServiceModel> services = new HashMap<>();
    private final Map<ObjectKey, SliceModel> slices = new HashMap<>();

    /** The slices of each Service, sorted; a list is replaced, never changed. */
    private final Map<ObjectKey, List<SliceModel>> slicesOfService = new HashMap<>();

    /** Per kind what has changed; no slices, but the Services that they belong to. */
    private final Map<Kind, Set<ObjectKey>> changed = new EnumMap<>(Kind.class);

    public Model() {
        for (Kind kind : Kind.values()) {
            changed.put(kind, new HashSet<>());
        }
    }

    /** Adds the object, or replaces its former version. */
    public void put(ModelObject object) {
        switch (object) {
            case IngressModel ingress -> put(ingresses, ingress);
            case ClassModel ingressClass -> put(classes, ingressClass);
            case ConfigMapModel configMap -> put(configMaps, configMap);
            case SecretModel secret -> put(secrets, secret);
            case ServiceModel service -> put(services, service);
            case SliceModel slice -> putSlice(slice);
        }
    }

    private <T extends ModelObject> void put(Map<ObjectKey, T> objects, T object) {
        if (!object.equals(objects.put(object.key(), object))) {
            mark(object.key());
        }
    }

    /** Takes the object out, if it is there. */
    public void remove(ObjectKey key) {
        switch (key.kind()) {
            case INGRESS -> remove(ingresses, key);
            case INGRESS_CLASS -> remove(classes, key);
            case CONFIG_MAP -> remove(configMaps, key);
            case SECRET -> remove(secrets, key);
            case SERVICE -> remove(services, key);
            case ENDPOINT_SLICE -> {
                SliceModel former = slices.remove(key);
                if (former != null) {
                    unlink(former);
                }
            }
        }
    }

    private void remove(Map<ObjectKey, ?> objects, ObjectKey key) {
        if (objects.remove(key) != null) {
            mark(key);
        }
    }

    private void mark(ObjectKey key) {
        changed(key.kind()).add(key);
    }

    private Set<ObjectKey> changed(Kind kind) {
        return Objects.requireNonNull(changed.get(kind));
    }

    /** What has changed since the last call. */
    public Changes takeChanges() {
        Changes changes =
                new Changes(
                        changed(Kind.INGRESS),
                        changed(Kind.INGRESS_CLASS),
                        changed(Kind.CONFIG_MAP),
                        changed(Kind.SECRET),
                        changed(Kind.SERVICE));
        changed.replaceAll((_, _) -> new HashSet<>());
        return changes;
    }

    /** All but Secrets, in no particular order. A list of its own. */
    public List<ModelObject> objects() {
        List<ModelObject> objects = new ArrayList<>();
        objects.addAll(classes.values());
        objects.addAll(ingresses.values());
        objects.addAll(configMaps.values());
        objects.addAll(services.values());
        objects.addAll(slices.values());
        return objects;
    }

    public @Nullable IngressModel ingress(ObjectKey ingress) {
        return ingresses.get(ingress);
    }

    /** In no particular order. */
    public Collection<IngressModel> ingresses() {
        return Collections.unmodifiableCollection(ingresses.values());
    }

    /** In no particular order. */
    public Collection<ClassModel> classes() {
        return Collections.unmodifiableCollection(classes.values());
    }

    public @Nullable ConfigMapModel configMap(ObjectKey configMap) {
        return configMaps.get(configMap);
    }

    public @Nullable SecretModel secret(ObjectKey secret) {
        return secrets.get(secret);
    }

    public @Nullable ServiceModel service(ObjectKey service) {
        return services.get(service);
    }

    /**
     * The slices that belong to a Service, sorted by name. The same list object as long as none of
     * them has changed.
     */
    public List<SliceModel> slicesOf(ObjectKey service) {
        return slicesOfService.getOrDefault(service, List.of());
    }

    private void putSlice(SliceModel slice) {
        SliceModel former = slices.put(slice.key(), slice);
        if (slice.equals(former)) {
            return;
        }
        if (former != null) {
            unlink(former);
        }
        if (!slice.service().isEmpty()) {
            ObjectKey owner = owner(slice);
            mark(owner);
            List<SliceModel> siblings = new ArrayList<>(slicesOf(owner));
            siblings.add(slice);
            siblings.sort(Comparator.comparing(SliceModel::key));
            slicesOfService.put(owner, List.copyOf(siblings));
        }
    }

    private void unlink(SliceModel slice) {
        if (slice.service().isEmpty()) {
            return;
        }
        ObjectKey owner = owner(slice);
        mark(owner);
        List<SliceModel> siblings =
                slicesOf(owner).stream()
                        .filter(sibling -> !Objects.equals(sibling.key(), slice.key()))
                        .toList();
        if (siblings.isEmpty()) {
            slicesOfService.remove(owner);
        } else {
            slicesOfService.put(owner, siblings);
        }
    }

    private static ObjectKey owner(SliceModel slice) {
        return ObjectKey.service(slice.key().namespace(), slice.service());
    }
}
