package io.tailrace.control.model;

/**
 * What has changed in the model since somebody last asked.
 *
 * <p>Thread: any (immutable).
 *
 * @param rules an Ingress, IngressClass, ConfigMap or Secret: the decision table may be another
 * @param endpoints a Service or EndpointSlice: a cluster may have other endpoints
 */
public record Changes(boolean rules, boolean endpoints) {

    public static final Changes NONE = new Changes(false, false);

    public boolean any() {
        return rules || endpoints;
    }
}
