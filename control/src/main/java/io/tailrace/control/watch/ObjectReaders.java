package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ModelObject;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the tree of an object's fields, through the Kubernetes type of its kind, to a model record.
 *
 * <p>Thread: any (stateless).
 */
final class ObjectReaders {
    // The plain mapper without a search for model classes: it reads six kinds, and starts in a
    // third of the time.
    private final KubernetesSerialization serialization =
            new KubernetesSerialization(JsonMapper.builderWithJackson2Defaults().build(), false);

    /**
     * Reads one object.
     *
     * @param fields the whole object, as a YAML or JSON parser gives it
     */
    ModelObject read(Kind kind, Map<?, ?> fields) throws UnreadableException {
        try {
            return switch (kind) {
                case INGRESS -> IngressReader.read(convert(fields, Ingress.class));
                case INGRESS_CLASS -> ClassReader.read(convert(fields, IngressClass.class));
                case CONFIG_MAP -> ConfigMapReader.read(convert(fields, ConfigMap.class));
                case SECRET -> SecretReader.read(convert(fields, Secret.class));
                case SERVICE -> ServiceReader.read(convert(fields, Service.class));
                case ENDPOINT_SLICE -> SliceReader.read(convert(fields, EndpointSlice.class));
            };
        } catch (IllegalArgumentException e) {
            throw kind == Kind.SECRET ? MappingFault.withoutValue(e) : MappingFault.of(e);
        }
    }

    private <T> T convert(Map<?, ?> fields, Class<T> type) {
        return serialization.convertValue(fields, type);
    }
}
