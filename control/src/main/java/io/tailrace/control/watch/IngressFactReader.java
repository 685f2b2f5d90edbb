package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressStatus;
import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.PublishedAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ingress ({@code networking.k8s.io/v1}) to {@link IngressFact}.
 *
 * <p>Thread: any (stateless).
 */
final class IngressFactReader {
    private IngressFactReader() {}

    /**
     * What an Ingress is besides what it states.
     *
     * @param ingress as it has come, with its {@code managedFields}
     * @param stated what it states; null: that cannot be read
     * @param fieldManager under which we write the status
     * @throws UnreadableException when it has no proper name
     */
    static IngressFact read(Ingress ingress, @Nullable IngressModel stated, String fieldManager)
            throws UnreadableException {
        ObjectMeta metadata = Fields.present(ingress.getMetadata(), "metadata");
        return new IngressFact(
                Fields.key(Kind.INGRESS, metadata),
                Fields.text(metadata.getUid()),
                Fields.text(metadata.getResourceVersion()),
                stated,
                published(ingress.getStatus()),
                isStatusBy(fieldManager, metadata.getManagedFields()));
    }

    private static List<PublishedAddress> published(@Nullable IngressStatus status) {
        if (status == null || status.getLoadBalancer() == null) {
            return List.of();
        }
        List<PublishedAddress> published = new ArrayList<>();
        for (IngressLoadBalancerIngress entry : status.getLoadBalancer().getIngress()) {
            published.add(
                    new PublishedAddress(
                            Fields.text(entry.getIp()), Fields.text(entry.getHostname())));
        }
        return published;
    }

    private static boolean isStatusBy(
            String fieldManager, @Nullable List<ManagedFieldsEntry> entries) {
        return entries != null
                && entries.stream()
                        .anyMatch(
                                entry ->
                                        fieldManager.equals(entry.getManager())
                                                && "status".equals(entry.getSubresource()));
    }
}
