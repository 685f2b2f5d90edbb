package io.tailrace.control.compile;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.core.route.ClusterKey;
import org.jspecify.annotations.Nullable;

/**
 * What the compile depends on besides the model.
 *
 * <p>Thread: any (immutable).
 *
 * @param controllerName an IngressClass that names this controller is ours
 * @param defaultBackend takes what no rule and no Ingress's default backend takes
 * @param defaultCertificate the Secret with the certificate of all hosts that have none
 * @param httpsPort where requests in clear are redirected to; 0: there is no TLS, and no redirect
 * @param endpoints how Services come to endpoints
 * @param withoutClass Ingresses that name no class are ours, whether a class of ours is the default
 *     or not
 */
public record CompileSettings(
        String controllerName,
        @Nullable ClusterKey defaultBackend,
        @Nullable ObjectKey defaultCertificate,
        int httpsPort,
        EndpointSettings endpoints,
        boolean withoutClass) {

    public CompileSettings {
        if (defaultBackend != null && endpoints.byAddress()) {
            defaultBackend = defaultBackend.viaAddress();
        }
    }

    /** Of a process without a cluster. */
    public CompileSettings(
            String controllerName,
            @Nullable ClusterKey defaultBackend,
            @Nullable ObjectKey defaultCertificate,
            int httpsPort) {
        this(
                controllerName,
                defaultBackend,
                defaultCertificate,
                httpsPort,
                EndpointSettings.STANDALONE,
                false);
    }
}
