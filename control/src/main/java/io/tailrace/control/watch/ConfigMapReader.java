package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * ConfigMap ({@code v1}) to {@link ConfigMapModel}.
 *
 * <p>Thread: any (stateless).
 */
final class ConfigMapReader {
    private ConfigMapReader() {}

    static ConfigMapModel read(ConfigMap configMap) throws UnreadableException {
        Map<String, String> data = new HashMap<>();
        if (configMap.getData() != null) {
            configMap.getData().forEach((name, value) -> data.put(name, Fields.cut(value)));
        }
        return new ConfigMapModel(Fields.key(Kind.CONFIG_MAP, configMap.getMetadata()), data);
    }
}
