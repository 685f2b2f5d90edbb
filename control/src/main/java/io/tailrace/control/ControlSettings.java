package io.tailrace.control;

import io.tailrace.control.apiserver.ApiServerSettings;
import io.tailrace.control.compile.EndpointSettings;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.status.StatusSettings;
import io.tailrace.core.route.ClusterKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the control side of a process runs.
 *
 * <p>Thread: any (immutable).
 *
 * @param manifests files and directories; of two documents that state the same object, the one of
 *     the earlier path counts; none: there is an API server
 * @param apiServer where the objects come from; null: from the manifests
 * @param status what is told to that API server; null: nothing
 * @param admin where the admin server listens; null: nowhere
 * @param controllerName an IngressClass that names this controller is ours
 * @param defaultBackend takes what neither a rule nor an Ingress's default backend takes; null:
 *     that is answered with 404
 * @param defaultCertificate the Secret with the certificate of all hosts that have none; null: a
 *     self-signed one is served
 * @param httpsPort where requests in clear are redirected to; 0: there is no TLS, and no redirect
 * @param controlSocket where people give orders; null: nowhere
 * @param guarded whether mass removals of rules are held back
 * @param endpoints how Services come to endpoints
 * @param withoutClass Ingresses that name no class are ours
 */
public record ControlSettings(
        List<Path> manifests,
        @Nullable ApiServerSettings apiServer,
        @Nullable StatusSettings status,
        @Nullable InetSocketAddress admin,
        String controllerName,
        @Nullable ClusterKey defaultBackend,
        @Nullable ObjectKey defaultCertificate,
        int httpsPort,
        @Nullable Path controlSocket,
        boolean guarded,
        EndpointSettings endpoints,
        boolean withoutClass) {

    /** The controller that an IngressClass names to be served by Tailrace. */
    public static final String CONTROLLER_NAME = StatusSettings.DEFAULT_CONTROLLER;

    public ControlSettings {
        manifests = List.copyOf(manifests);
        if (controllerName.isEmpty()) {
            throw new IllegalArgumentException("the controller name is empty");
        }
    }

    /** The same, with another port that requests in clear are redirected to. */
    public ControlSettings withHttpsPort(int port) {
        return new ControlSettings(
                manifests,
                apiServer,
                status,
                admin,
                controllerName,
                defaultBackend,
                defaultCertificate,
                port,
                controlSocket,
                guarded,
                endpoints,
                withoutClass);
    }

    /** By manifests, without TLS and without control socket. */
    public ControlSettings(
            List<Path> manifests,
            @Nullable InetSocketAddress admin,
            String controllerName,
            @Nullable ClusterKey defaultBackend) {
        this(
                manifests,
                null,
                null,
                admin,
                controllerName,
                defaultBackend,
                null,
                0,
                null,
                true,
                EndpointSettings.STANDALONE,
                false);
    }
}
