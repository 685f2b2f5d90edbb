package io.tailrace.control.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private boolean rulesChanged;
    private boolean endpointsChanged;

    /** Adds the object, or replaces its former version. */
    public void put(ModelObject object) {
        switch (object) {
            case IngressModel ingress ->
                    rulesChanged |= !ingress.equals(ingresses.put(ingress.key(), ingress));
            case ClassModel ingressClass ->
                    rulesChanged |=
                            !ingressClass.equals(classes.put(ingressClass.key(), ingressClass));
            case ConfigMapModel configMap ->
                    rulesChanged |= !configMap.equals(configMaps.put(configMap.key(), configMap));
            case SecretModel secret ->
                    rulesChanged |= !secret.equals(secrets.put(secret.key(), secret));
            case ServiceModel service ->
                    endpointsChanged |= !service.equals(services.put(service.key(), service));
            case SliceModel slice -> putSlice(slice);
        }
    }

    /** Takes the object out, if it is there. */
    public void remove(ObjectKey key) {
        switch (key.kind()) {
            case INGRESS -> rulesChanged |= ingresses.remove(key) != null;
            case INGRESS_CLASS -> rulesChanged |= classes.remove(key) != null;
            case CONFIG_MAP -> rulesChanged |= configMaps.remove(key) != null;
            case SECRET -> rulesChanged |= secrets.remove(key) != null;
            case SERVICE -> endpointsChanged |= services.remove(key) != null;
            case ENDPOINT_SLICE -> {
                SliceModel former = slices.remove(key);
                if (former != null) {
                    endpointsChanged = true;
                    unlink(former);
                }
            }
        }
    }

    /** What has changed since the last call. */
    public Changes takeChanges() {
        Changes changes = new Changes(rulesChanged, endpointsChanged);
        rulesChanged = false;
        endpointsChanged = false;
        return changes;
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
        endpointsChanged = true;
        if (former != null) {
            unlink(former);
        }
        if (!slice.service().isEmpty()) {
            ObjectKey owner = owner(slice);
            List<SliceModel> siblings = new ArrayList<>(slicesOf(owner));
            siblings.add(slice);
            siblings.sort(Comparator.comparing(SliceModel::key));
            slicesOfService.put(owner, List.copyOf(siblings));
        }
    }

    private void unlink(SliceModel slice) {
        ObjectKey owner = owner(slice);
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
