package io.tailrace.control.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an API server says of an Ingress, besides what the Ingress states.
 *
 * <p>Thread: any (immutable).
 *
 * @param uid tells it from an earlier one of the same name
 * @param resourceVersion of this version
 * @param stated what this version states; null: it cannot be read
 * @param published where it is reached, as its status says
 * @param publishedByUs its status, or a part of it, was written under our name
 */
public record IngressFact(
        ObjectKey key,
        String uid,
        String resourceVersion,
        @Nullable IngressModel stated,
        List<PublishedAddress> published,
        boolean publishedByUs) {

    public IngressFact {
        published = List.copyOf(published);
    }
}
