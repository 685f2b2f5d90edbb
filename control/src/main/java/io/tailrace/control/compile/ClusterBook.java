package io.tailrace.control.compile;

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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
            @Nullable UpstreamTls tls) {

        /** What it was resolved from is the same, but for names, which nobody else looks up. */
        boolean isOf(
                @Nullable ServiceModel otherService,
                List<SliceModel> otherSlices,
                @Nullable UpstreamTls otherTls) {
            return (service == null || !service.external())
                    && Objects.equals(tls, otherTls)
                    && Objects.equals(service, otherService)
                    && slices.equals(otherSlices);
        }
    }

    private final DenseIds clusterIds = new DenseIds();
    private final DenseIds endpointIds = new DenseIds();
    private final Map<ClusterKey, Entry> entries = new HashMap<>();
    private final Map<ObjectKey, Set<ClusterKey>> byService = new HashMap<>();
    private Reports rejections = new Reports();
    private ClusterReports reports = new ClusterReports(rejections);

    /** Slices that are left out, by the clusters that they belong to. */
    private final Map<ClusterKey, List<Rejection>> ofSlices = new HashMap<>();

    private final EndpointResolver resolver;
    private final ExternalAddresses externals;
    private int endpoints;

    /** Of a process without a cluster. */
    public ClusterBook() {
        this(EndpointSettings.STANDALONE, ExternalAddresses.NONE);
    }

    /**
     * @param externals to which Services of type ExternalName lead
     */
    public ClusterBook(EndpointSettings settings, ExternalAddresses externals) {
        this.externals = externals;
        this.resolver = new EndpointResolver(settings, externals);
    }

    /**
     * An update has stopped half-way. What is known of clusters and ids stays, so that none is used
     * twice; all else is told and counted anew by the next update, which must be one of all
     * clusters.
     */
    public void recover() {
        rejections = new Reports();
        reports = new ClusterReports(rejections);
        ofSlices.clear();
        endpoints = entries.values().stream().mapToInt(entry -> entry.cluster().size()).sum();
    }

    /**
     * Brings the book up to date.
     *
     * @param changed clusters that rules name now and did not before, that they no longer name, and
     *     that are spoken to in another way
     * @param services of which something has changed
     * @param changedParts the former and the newest parts of hosts that have changed
     * @param generation the one that will hold the result if anything is different
     * @param seenByAll the newest generation that every core has seen
     */
    public ClusterChanges update(
            Set<ClusterKey> changed,
            Set<ObjectKey> services,
            Collection<HostPart> changedParts,
            DecisionTable table,
            Model model,
            long generation,
            long seenByAll) {
        clusterIds.retire(seenByAll);
        endpointIds.retire(seenByAll);
        // In order: equal input, equal ids.
        Set<ClusterKey> all = new TreeSet<>(changed);
        for (ObjectKey service : services) {
            all.addAll(byService.getOrDefault(service, Set.of()));
        }
        List<Cluster> put = new ArrayList<>();
        List<Cluster> gone = new ArrayList<>();
        for (ClusterKey key : all) {
            Entry former = entries.get(key);
            Entry next =
                    table.uses().get(key) == null
                            ? null
                            : entry(key, table.upstreamTls().get(key), former, model, generation);
            if (next != null) {
                add(key, next);
                if (former == null || former.cluster() != next.cluster()) {
                    put.add(next.cluster());
                }
            } else if (former != null) {
                remove(key, former, generation);
                gone.add(former.cluster());
            }
        }
        all.forEach(this::tellOfSlices);
        reports.update(all, this::problem, changedParts, table.uses(), table.hosts());
        return new ClusterChanges(put, gone);
    }

    private void add(ClusterKey key, Entry next) {
        Entry former = entries.put(key, next);
        endpoints += next.cluster().size();
        if (former == null) {
            byService
                    .computeIfAbsent(EndpointResolver.service(key), _ -> new HashSet<>(2))
                    .add(key);
        } else {
            endpoints -= former.cluster().size();
        }
    }

    private void remove(ClusterKey key, Entry former, long generation) {
        entries.remove(key);
        ObjectKey service = EndpointResolver.service(key);
        byService.computeIfPresent(
                service, (_, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        if (!byService.containsKey(service)) {
            externals.forget(service);
        }
        endpoints -= former.cluster().size();
        clusterIds.giveBack(former.cluster().id(), generation);
        endpoints(former.cluster())
                .forEach(endpoint -> endpointIds.giveBack(endpoint.id(), generation));
    }

    private void tellOfSlices(ClusterKey key) {
        Entry entry = entries.get(key);
        List<Rejection> newest = entry == null ? List.of() : entry.resolution().rejections();
        rejections.replace(ofSlices.getOrDefault(key, List.of()), newest);
        if (newest.isEmpty()) {
            ofSlices.remove(key);
        } else {
            ofSlices.put(key, newest);
        }
    }

    private Resolution.@Nullable Problem problem(ClusterKey key) {
        Entry entry = entries.get(key);
        Resolution.Problem problem = entry == null ? null : entry.resolution().problem();
        return problem == null
                ? null
                : new Resolution.Problem(
                        problem.reason(), problem.remedy() + "; it gets no requests");
    }

    /** Services whose external name has another answer since the last call. */
    public Set<ObjectKey> takeResolved() {
        return externals.takeChanged();
    }

    /** The dense id of a cluster of the last update. */
    public int id(ClusterKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("no cluster " + key);
        }
        return entry.cluster().id();
    }

    /** All that rules name; in no particular order. */
    public List<Cluster> clusters() {
        return entries.values().stream().map(Entry::cluster).toList();
    }

    /** Number of clusters. */
    public int size() {
        return entries.size();
    }

    /** Number of endpoints of all clusters. */
    public int endpoints() {
        return endpoints;
    }

    /**
     * What lacks a service, a port or a slice that can be used; sorted. The same list as before if
     * nothing has changed.
     */
    public List<Rejection> rejections() {
        return rejections.list();
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
            Resolution resolution = resolver.resolve(key, model);
            Cluster cluster =
                    new Cluster(clusterIds.take(), key, endpoints(key, tls, resolution, Map.of()));
            return new Entry(cluster, service, slices, resolution, tls);
        }
        if (former.isOf(service, slices, tls)) {
            return former;
        }
        if (service == null || !service.external()) {
            externals.forget(serviceKey);
        }
        boolean sameTls = Objects.equals(tls, former.tls());
        Resolution resolution = resolver.resolve(key, model);
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
