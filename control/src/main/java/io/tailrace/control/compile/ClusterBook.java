package io.tailrace.control.compile;

import io.tailrace.control.compile.DecisionTable.Reference;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.tls.UpstreamTls;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of the newest generation, with their ids. What stays the same stays the same object:
 * a cluster while its endpoints do, an endpoint while its address is in its cluster.
 *
 * <p>Thread: control.
 */
public final class ClusterBook {
    /** A cluster and what it was resolved from. */
    private record Entry(
            Cluster cluster,
            @Nullable ServiceModel service,
            List<SliceModel> slices,
            Resolution resolution,
            @Nullable UpstreamTls tls) {}

    private final DenseIds clusterIds = new DenseIds();
    private final DenseIds endpointIds = new DenseIds();
    private Map<ClusterKey, Entry> entries = Map.of();

    /**
     * Brings the book up to date.
     *
     * @param keys the clusters that rules name, sorted
     * @param tls how those that name TLS are spoken to; one that is missing gets no endpoint
     * @param generation the one that will hold the result if it differs from the last one
     * @param seenByAll the newest generation that every core has seen
     * @return in the order of {@code keys}
     */
    public List<Cluster> update(
            Set<ClusterKey> keys,
            Map<ClusterKey, UpstreamTls> tls,
            Model model,
            long generation,
            long seenByAll) {
        clusterIds.retire(seenByAll);
        endpointIds.retire(seenByAll);
        Map<ClusterKey, Entry> former = entries;
        Map<ClusterKey, Entry> next = LinkedHashMap.newLinkedHashMap(keys.size());
        for (ClusterKey key : keys) {
            next.put(key, entry(key, tls.get(key), former.get(key), model, generation));
        }
        for (Entry entry : former.values()) {
            if (!next.containsKey(entry.cluster().key())) {
                clusterIds.giveBack(entry.cluster().id(), generation);
                endpoints(entry.cluster())
                        .forEach(endpoint -> endpointIds.giveBack(endpoint.id(), generation));
            }
        }
        entries = next;
        return next.values().stream().map(Entry::cluster).toList();
    }

    /** The dense id of a cluster of the last update. */
    public int id(ClusterKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("no cluster " + key);
        }
        return entry.cluster().id();
    }

    /** What of the last update lacks a service, a port or a slice that can be used; sorted. */
    public List<Rejection> rejections(Map<ClusterKey, List<Reference>> references) {
        Set<Rejection> rejections = new LinkedHashSet<>();
        for (Entry entry : entries.values()) {
            rejections.addAll(entry.resolution().rejections());
            Resolution.Problem problem = entry.resolution().problem();
            if (problem != null) {
                for (Reference reference :
                        references.getOrDefault(entry.cluster().key(), List.of())) {
                    rejections.add(
                            new Rejection(
                                    "",
                                    reference.ingress(),
                                    reference.place(),
                                    problem.reason(),
                                    problem.remedy() + "; its requests get 503"));
                }
            }
        }
        List<Rejection> sorted = new ArrayList<>(rejections);
        Collections.sort(sorted);
        return sorted;
    }

    private Entry entry(
            ClusterKey key,
            @Nullable UpstreamTls tls,
            @Nullable Entry former,
            Model model,
            long generation) {
        ObjectKey serviceKey = EndpointResolver.service(key);
        ServiceModel service = model.service(serviceKey);
        List<SliceModel> slices = model.slicesOf(serviceKey);
        if (former == null) {
            Resolution resolution = EndpointResolver.resolve(key, model);
            Cluster cluster =
                    new Cluster(clusterIds.take(), key, endpoints(key, tls, resolution, Map.of()));
            return new Entry(cluster, service, slices, resolution, tls);
        }
        boolean sameTls = Objects.equals(tls, former.tls());
        if (sameTls
                && Objects.equals(service, former.service())
                && slices.equals(former.slices())) {
            return former;
        }
        Resolution resolution = EndpointResolver.resolve(key, model);
        if (sameTls && resolution.addresses().equals(former.resolution().addresses())) {
            return new Entry(former.cluster(), service, slices, resolution, former.tls());
        }
        // What is equal stays the same object, so that cores find it quickly.
        UpstreamTls next = sameTls ? former.tls() : tls;
        return new Entry(
                renew(former.cluster(), next, resolution, generation),
                service,
                slices,
                resolution,
                next);
    }

    private Cluster renew(
            Cluster former, @Nullable UpstreamTls tls, Resolution resolution, long generation) {
        Map<InetSocketAddress, Endpoint> known = HashMap.newHashMap(former.size());
        for (Endpoint endpoint : endpoints(former)) {
            if (Objects.equals(endpoint.tls(), tls)) {
                known.put(endpoint.address(), endpoint);
            }
        }
        Cluster cluster =
                new Cluster(
                        former.id(), former.key(), endpoints(former.key(), tls, resolution, known));
        Set<Endpoint> kept = new HashSet<>(endpoints(cluster));
        for (Endpoint endpoint : endpoints(former)) {
            if (!kept.contains(endpoint)) {
                endpointIds.giveBack(endpoint.id(), generation);
            }
        }
        return cluster;
    }

    private List<Endpoint> endpoints(
            ClusterKey key,
            @Nullable UpstreamTls tls,
            Resolution resolution,
            Map<InetSocketAddress, Endpoint> known) {
        if (key.tls() != null && tls == null) {
            return List.of();
        }
        List<Endpoint> endpoints = new ArrayList<>(resolution.addresses().size());
        for (InetSocketAddress address : resolution.addresses()) {
            Endpoint endpoint = known.get(address);
            endpoints.add(
                    endpoint == null ? new Endpoint(endpointIds.take(), address, tls) : endpoint);
        }
        return endpoints;
    }

    private static List<Endpoint> endpoints(Cluster cluster) {
        List<Endpoint> endpoints = new ArrayList<>(cluster.size());
        for (int i = 0; i < cluster.size(); i++) {
            endpoints.add(cluster.endpoint(i));
        }
        return endpoints;
    }
}
