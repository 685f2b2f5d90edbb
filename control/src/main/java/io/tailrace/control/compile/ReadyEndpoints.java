package io.tailrace.control.compile;

import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which endpoints of a Service's slices get requests. Those that are ready; if none is, those that
 * still serve while they terminate. Of the ready ones only those that are meant for this node, or
 * for its zone, if every one says for whom it is meant and at least one is for us (as kube-proxy
 * does: Kubernetes {@code discovery.k8s.io/v1} {@code EndpointHints}). A Service of two families
 * has each pod twice: the family that it names first counts, unless only the other one has any.
 *
 * <p>Thread: control, for one Service.
 */
final class ReadyEndpoints {
    private static final String V4 = "IPv4";

    /** An endpoint at its port. */
    private record At(EndpointModel endpoint, InetSocketAddress address) {
        boolean isV4() {
            return endpoint.address() instanceof Inet4Address;
        }
    }

    private final ServiceModel service;
    private final EndpointSettings settings;
    private final List<At> ready = new ArrayList<>();
    private final List<At> terminating = new ArrayList<>();

    ReadyEndpoints(ServiceModel service, EndpointSettings settings) {
        this.service = service;
        this.settings = settings;
    }

    /** Those of one slice at one of its ports. */
    void add(SliceModel slice, int port) {
        for (EndpointModel endpoint : slice.endpoints()) {
            if (!settings.localAllowed() && AddressGuard.refusal(endpoint.address()) != null) {
                continue;
            }
            At at = new At(endpoint, new InetSocketAddress(endpoint.address(), port));
            if (endpoint.ready() || service.publishesNotReady()) {
                ready.add(at);
            } else if (endpoint.serving() && endpoint.terminating()) {
                terminating.add(at);
            }
        }
    }

    /** Sorted, without duplicates. */
    List<InetSocketAddress> addresses() {
        List<At> those = ready.isEmpty() ? ofFamily(terminating) : meant(ofFamily(ready));
        Set<InetSocketAddress> sorted = new TreeSet<>(EndpointResolver.ADDRESS_ORDER);
        those.forEach(at -> sorted.add(at.address()));
        return List.copyOf(sorted);
    }

    private List<At> ofFamily(List<At> endpoints) {
        if (service.families().size() < 2) {
            return endpoints;
        }
        boolean v4 = service.families().getFirst().equals(V4);
        List<At> ofFirst = endpoints.stream().filter(at -> at.isV4() == v4).toList();
        return ofFirst.isEmpty() ? endpoints : ofFirst;
    }

    private List<At> meant(List<At> endpoints) {
        List<At> forNode =
                meant(endpoints, settings.node(), endpoint -> endpoint.endpoint().nodes());
        return forNode.isEmpty()
                ? orAll(
                        meant(endpoints, settings.zone(), endpoint -> endpoint.endpoint().zones()),
                        endpoints)
                : forNode;
    }

    private interface Hints {
        List<String> of(At endpoint);
    }

    /** Empty: not all say for whom they are meant, or none is for us. */
    private static List<At> meant(List<At> endpoints, String us, Hints hints) {
        Predicate<At> forUs = endpoint -> hints.of(endpoint).contains(us);
        if (us.isEmpty() || endpoints.stream().anyMatch(at -> hints.of(at).isEmpty())) {
            return List.of();
        }
        return endpoints.stream().filter(forUs).toList();
    }

    private static List<At> orAll(List<At> some, List<At> all) {
        return some.isEmpty() ? all : some;
    }
}
