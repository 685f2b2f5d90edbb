package io.tailrace.control.compile;

import io.tailrace.control.model.ObjectKey;
import java.util.HashSet;
import java.util.Set;

/**
 * What has to be looked at anew.
 *
 * <p>Thread: control, for one compile.
 *
 * @param hosts of which another thing may be stated
 * @param secrets that hold something else, or that others name than before
 */
record Dirt(Set<String> hosts, Set<ObjectKey> secrets) {
    Dirt() {
        this(new HashSet<>(), new HashSet<>());
    }
}
