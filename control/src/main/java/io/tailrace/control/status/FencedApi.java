package io.tailrace.control.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one way by which writes leave: while the fence is open, one attempt each, ended well before
 * another process can lead.
 *
 * <p>Thread: status.
 */
final class FencedApi {
    /** The fence is open for 10 s of the 15 s of a lease. */
    private static final int TIMEOUT_MS = 4_000;

    private final KubernetesClient client;
    private final Fence fence;
    private final LongSupplier clock;
    private String text = "";

    FencedApi(KubernetesClient client, Fence fence, LongSupplier clock) {
        this.client = impatient(client);
        this.fence = fence;
        this.clock = clock;
    }

    /** The same client, which tries once and waits for a short time. */
    static KubernetesClient impatient(KubernetesClient client) {
        return client.newClient(
                        new RequestConfigBuilder()
                                .withRequestRetryBackoffLimit(0)
                                .withRequestTimeout(TIMEOUT_MS)
                                .build())
                .adapt(KubernetesClient.class);
    }

    WriteResult write(Consumer<KubernetesClient> request) {
        if (!fence.isOpen(clock.getAsLong())) {
            text = "";
            return WriteResult.FENCED;
        }
        try {
            request.accept(client);
            text = "";
            return WriteResult.DONE;
        } catch (KubernetesClientException e) {
            text = text(e);
            return WriteResult.of(e.getCode());
        }
    }

    /** What was wrong with the last one that failed. */
    String text() {
        return text;
    }

    /** What is wrong, in one line. */
    static String text(KubernetesClientException e) {
        String message =
                e.getStatus() != null && e.getStatus().getMessage() != null
                        ? e.getStatus().getMessage()
                        : String.valueOf(e.getMessage());
        Throwable cause = e.getCause();
        return cause == null || e.getCode() != 0 ? message : message + " (" + cause + ")";
    }
}
