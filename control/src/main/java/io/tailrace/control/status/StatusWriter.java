package io.tailrace.control.status;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.PublishedAddress;
import java.util.List;

/**
 * Applies the status of an Ingress (server-side apply to its {@code status} subresource): what
 * others have written stays, and what is no longer applied goes if it was ours. It counts for the
 * very version of the Ingress that was looked at.
 *
 * <p>Thread: status.
 */
final class StatusWriter implements StatusSink {
    private final FencedApi api;
    private final PatchContext apply;

    StatusWriter(FencedApi api, String fieldManager) {
        this.api = api;
        this.apply = PatchContext.of(PatchType.SERVER_SIDE_APPLY);
        apply.setForce(true);
        apply.setFieldManager(fieldManager);
    }

    @Override
    public WriteResult write(IngressFact fact, List<PublishedAddress> addresses) {
        Ingress applied = applied(fact, addresses);
        return api.write(
                client -> client.resource(applied).subresource("status").patch(apply, applied));
    }

    @Override
    public String text() {
        return api.text();
    }

    static Ingress applied(IngressFact fact, List<PublishedAddress> addresses) {
        List<IngressLoadBalancerIngress> entries =
                addresses.stream()
                        .map(
                                address ->
                                        new IngressLoadBalancerIngress(
                                                address.hostname().isEmpty()
                                                        ? null
                                                        : address.hostname(),
                                                address.ip().isEmpty() ? null : address.ip(),
                                                List.of()))
                        .toList();
        IngressBuilder applied =
                new IngressBuilder()
                        .withNewMetadata()
                        .withNamespace(fact.key().namespace())
                        .withName(fact.key().name())
                        .withUid(fact.uid())
                        .withResourceVersion(fact.resourceVersion())
                        .endMetadata();
        // Nothing applied, nothing left in managedFields either.
        return addresses.isEmpty()
                ? applied.build()
                : applied.withNewStatus()
                        .withNewLoadBalancer()
                        .withIngress(entries)
                        .endLoadBalancer()
                        .endStatus()
                        .build();
    }
}
