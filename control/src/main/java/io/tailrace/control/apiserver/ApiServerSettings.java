package io.tailrace.control.apiserver;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which API server is asked, and for what.
 *
 * <p>Thread: any (immutable).
 *
 * @param kubeconfig null: the service account of the pod
 * @param context of the kubeconfig; null: its current one
 * @param namespaces whose objects count; empty: all
 * @param allSecrets Secrets are watched as a whole, not one by one as Ingresses name them
 * @param stateDirectory where the last good model is kept; null: nowhere
 */
public record ApiServerSettings(
        @Nullable Path kubeconfig,
        @Nullable String context,
        List<String> namespaces,
        boolean allSecrets,
        @Nullable Path stateDirectory) {
    public ApiServerSettings {
        namespaces = List.copyOf(namespaces);
    }
}
