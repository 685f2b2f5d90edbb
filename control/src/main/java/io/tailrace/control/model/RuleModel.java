package io.tailrace.control.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of an Ingress's {@code spec.rules}.
 *
 * <p>Thread: any (immutable).
 *
 * @param host empty if not stated: the rule is for the hosts that no other rule names
 * @param paths {@code http.paths} in order; null without {@code http}: all of the host goes to the
 *     default backend
 */
public record RuleModel(String host, @Nullable List<PathModel> paths) {

    public RuleModel {
        paths = paths == null ? null : List.copyOf(paths);
    }
}
