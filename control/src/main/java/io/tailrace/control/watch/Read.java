package io.tailrace.control.watch;

import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What reading one object of a document came to.
 *
 * <p>Thread: any (immutable).
 */
public sealed interface Read {

    /** An object of a kind that the model holds. */
    record Found(ModelObject object) implements Read {}

    /**
     * An object, or a whole document, that cannot be read.
     *
     * @param object which one, if that much could be read
     * @param place the field; empty for the whole document
     */
    record Unreadable(@Nullable ObjectKey object, String place, String reason) implements Read {}
}
