package io.tailrace.control.apiserver;

import io.tailrace.control.model.Kind;
import io.tailrace.control.model.SourceState.Watched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The watches without which there is no model: each kind as a whole, in each namespace that counts.
 *
 * <p>Thread: any (immutable but for what the watches say of themselves).
 */
final class KindWatches {
    private final List<ObjectWatch> watches = new ArrayList<>();

    KindWatches(ApiServerSettings settings, WatchMaker maker) {
        watches.add(maker.of(Resources.all(Kind.INGRESS_CLASS, "")));
        add(Kind.INGRESS, settings, maker);
        add(Kind.SERVICE, settings, maker);
        add(Kind.ENDPOINT_SLICE, settings, maker);
        if (settings.allSecrets()) {
            add(Kind.SECRET, settings, maker);
        }
    }

    private void add(Kind kind, ApiServerSettings settings, WatchMaker maker) {
        List<String> all = settings.namespaces().isEmpty() ? List.of("") : settings.namespaces();
        all.forEach(namespace -> watches.add(maker.of(Resources.all(kind, namespace))));
    }

    void start() {
        watches.forEach(ObjectWatch::start);
    }

    void stop() {
        watches.forEach(ObjectWatch::stop);
    }

    boolean areListed() {
        return watches.stream().allMatch(ObjectWatch::isListed);
    }

    /** A kind cannot be listed. */
    boolean isFailing() {
        return watches.stream().anyMatch(watch -> !watch.isListed() && watch.isFailing());
    }

    /** What has not been listed, and why. */
    List<String> missing() {
        return watches.stream()
                .filter(watch -> !watch.isListed())
                .map(ObjectWatch::missing)
                .toList();
    }

    Collection<ObjectWatch> all() {
        return Collections.unmodifiableList(watches);
    }

    /** Of each kind how it goes. */
    static List<Watched> watched(Collection<ObjectWatch> watches, WatchBoard board) {
        Map<Kind, List<ObjectWatch>> byKind = new EnumMap<>(Kind.class);
        for (ObjectWatch watch : watches) {
            byKind.computeIfAbsent(watch.what().kind(), _ -> new ArrayList<>()).add(watch);
        }
        List<Watched> all = new ArrayList<>();
        byKind.forEach(
                (kind, ofKind) -> all.add(watched(kind, ofKind, board.timesBegunAnew(kind))));
        return all;
    }

    private static Watched watched(Kind kind, List<ObjectWatch> watches, long reconnects) {
        long nowNs = System.nanoTime();
        int synced = 0;
        int connected = 0;
        long silentNs = 0;
        int objects = 0;
        for (ObjectWatch watch : watches) {
            synced += watch.isListed() ? 1 : 0;
            connected += watch.isConnected() ? 1 : 0;
            silentNs = Math.max(silentNs, watch.silentNs(nowNs));
            objects += watch.objects();
        }
        return new Watched(
                kind.label(),
                watches.size(),
                synced,
                connected,
                silentNs / 1e9,
                reconnects,
                objects);
    }
}
