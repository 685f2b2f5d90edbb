package io.tailrace.bench;

import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A cluster as control sees it: one Ingress for each host, ten paths in each, a Service for each
 * ten hosts, five endpoints in each.
 *
 * <p>Thread: main.
 */
final class ControlLoad {
    static final String CONTROLLER = "tailrace.io/ingress-controller";
    static final int PATHS = 10;
    private static final int ENDPOINTS = 5;
    private static final String NAMESPACE = "shop";
    private static final PortModel PORT = new PortModel("http", 8080);

    private final Model model = new Model();
    private final int hosts;
    private final int services;

    ControlLoad(int hosts) {
        this.hosts = hosts;
        this.services = Math.max(1, hosts / 10);
        model.put(new ClassModel(ObjectKey.ingressClass("tailrace"), CONTROLLER, true, null));
        for (int host = 0; host < hosts; host++) {
            putIngress(host, 0);
        }
        for (int service = 0; service < services; service++) {
            model.put(
                    new ServiceModel(
                            ObjectKey.service(NAMESPACE, "service-" + service),
                            false,
                            List.of(new PortModel("http", 80))));
            putSlice(service, 0);
        }
        model.takeChanges();
    }

    Model model() {
        return model;
    }

    int services() {
        return services;
    }

    int rules() {
        return hosts * PATHS;
    }

    /**
     * States the Ingress of a host.
     *
     * @param version another one has another first path
     */
    void putIngress(int host, int version) {
        List<PathModel> paths = new ArrayList<>(PATHS);
        for (int path = 0; path < PATHS; path++) {
            int service = (host * 7 + path) % services;
            paths.add(
                    new PathModel(
                            "/path/" + path + (path == 0 ? "/v" + version : ""),
                            "Prefix",
                            new BackendModel.ToService("service-" + service, "80")));
        }
        model.put(
                new IngressModel(
                        ObjectKey.ingress(NAMESPACE, "ingress-" + host),
                        Instant.EPOCH.plusSeconds(host),
                        "tailrace",
                        "",
                        null,
                        List.of(new RuleModel("host-" + host + ".example.com", paths)),
                        List.of(),
                        Map.of()));
    }

    /**
     * States the endpoints of a Service.
     *
     * @param version another one has another first endpoint
     */
    void putSlice(int service, int version) {
        List<EndpointModel> endpoints = new ArrayList<>(ENDPOINTS);
        for (int i = 0; i < ENDPOINTS; i++) {
            int number = service * ENDPOINTS + i;
            byte[] address = {
                (byte) (i == 0 ? 11 + (version >> 8) : 10),
                (byte) (i == 0 ? version : 0),
                (byte) (number >> 8),
                (byte) number
            };
            endpoints.add(new EndpointModel(address(address), true, true, false));
        }
        model.put(
                new SliceModel(
                        ObjectKey.slice(NAMESPACE, "service-" + service + "-1"),
                        "service-" + service,
                        false,
                        List.of(PORT),
                        endpoints));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
