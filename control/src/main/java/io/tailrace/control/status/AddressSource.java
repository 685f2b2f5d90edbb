package io.tailrace.control.status;

import io.tailrace.control.model.PublishedAddress;
import java.util.List;

/**
 * Where the addresses come from at which Ingresses are reached.
 *
 * <p>Thread: status.
 */
interface AddressSource {
    /**
     * The addresses now, sorted; none: they are not known yet.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
     *     say
     */
    List<PublishedAddress> read();

    /** Which rights {@link #read} needs. */
    String right();

    /** How long what was read holds; {@code Long.MAX_VALUE}: for ever. */
    long validNs();
}
