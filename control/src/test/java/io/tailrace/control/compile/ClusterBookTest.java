package io.tailrace.control.compile;

import static io.tailrace.control.Samples.notReady;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static io.tailrace.control.Samples.terminating;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.Samples;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.route.ClusterKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ClusterBookTest {
    private static final PortModel HTTP = port("http", 80);
    private static final PortModel POD_HTTP = port("http", 8080);
    private static final ClusterKey WEB = key("web", "80");

    private final Model model = new Model();
    private final ClusterBook book = new ClusterBook();
    private final NamedClusters clusters = new NamedClusters(book, model);
    private long generation;

    @Nested
    final class Endpoints {
        @Test
        void shouldFollowTheServicePortsNameToTheSlices() {
            put(
                    service("web", HTTP, port("admin", 81)),
                    slice("web-1", "web", POD_HTTP, ready("10.0.0.1")),
                    slice("web-2", "web", port("admin", 9090), ready("10.0.0.2")));

            assertEquals(List.of("10.0.0.1:8080"), endpoints(key("web", "80")));
            assertEquals(List.of("10.0.0.1:8080"), endpoints(key("web", "http")));
            assertEquals(List.of("10.0.0.2:9090"), endpoints(key("web", "81")));
            assertEquals(List.of("10.0.0.2:9090"), endpoints(key("web", "admin")));
        }

        @Test
        void shouldFollowAPortWithoutName() {
            put(
                    service("web", port("", 80)),
                    slice("web-1", "web", port("", 8080), ready("10.0.0.1")));

            assertEquals(List.of("10.0.0.1:8080"), endpoints(WEB));
        }

        @Test
        void shouldMergeSlicesWithoutDuplicates() {
            put(
                    service("web", HTTP),
                    slice("b", "web", POD_HTTP, ready("10.0.0.2"), ready("10.0.0.1")),
                    slice("a", "web", POD_HTTP, ready("10.0.0.2"), ready("10.0.0.10")),
                    slice("c", "web", port("http", 8081), ready("10.0.0.2")),
                    slice("d", "web", POD_HTTP, ready("fd00::2")),
                    slice("e", "other", POD_HTTP, ready("10.9.9.9")));

            assertEquals(
                    List.of(
                            "10.0.0.1:8080",
                            "10.0.0.2:8080",
                            "10.0.0.2:8081",
                            "10.0.0.10:8080",
                            "[fd00:0:0:0:0:0:0:2]:8080"),
                    endpoints(WEB));
        }

        @Test
        void shouldTakeOnlyReadyOnesWhenThereIsOne() {
            put(
                    service("web", HTTP),
                    slice(
                            "web-1",
                            "web",
                            POD_HTTP,
                            notReady("10.0.0.1"),
                            terminating("10.0.0.2"),
                            ready("10.0.0.3")));

            assertEquals(List.of("10.0.0.3:8080"), endpoints(WEB));
        }

        @Test
        void shouldTakeThoseThatServeWhileTerminatingWhenNoneIsReady() {
            put(
                    service("web", HTTP),
                    slice("web-1", "web", POD_HTTP, notReady("10.0.0.1"), terminating("10.0.0.2")));

            assertEquals(List.of("10.0.0.2:8080"), endpoints(WEB));
        }

        @Test
        void shouldHaveNoneWhenNoneServes() {
            put(service("web", HTTP), slice("web-1", "web", POD_HTTP, notReady("10.0.0.1")));

            assertEquals(List.of(), endpoints(WEB));
            assertEquals(List.of(), rejections());
        }

        @Test
        void shouldNotCrossNamespaces() {
            put(
                    service("web", HTTP),
                    new SliceModel(
                            ObjectKey.slice("other", "web-1"),
                            "web",
                            false,
                            List.of(POD_HTTP),
                            List.of(ready("10.0.0.1"))));

            assertEquals(List.of(), endpoints(WEB));
        }

        @Test
        void shouldFollowTheSliceWhenItsServiceChanges() {
            put(
                    service("web", HTTP),
                    service("new", HTTP),
                    slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            update(WEB, key("new", "80"));
            put(slice("s", "new", POD_HTTP, ready("10.0.0.1")));

            List<Cluster> clusters = update(WEB, key("new", "80"));

            assertEquals(0, clusters.get(0).size());
            assertEquals(1, clusters.get(1).size());
        }
    }

    @Nested
    final class Problems {
        @Test
        void shouldSayWhenTheServiceDoesNotExist() {
            assertEquals(List.of(), endpoints(WEB));
            assertEquals(
                    List.of(
                            "ingress shop/x: rule 1: service shop/web does not exist; create it or"
                                    + " correct the name; it gets no requests"),
                    rejections());
        }

        @Test
        void shouldSayWhenThePortDoesNotExist() {
            put(service("web", port("https", 443)));

            assertEquals(List.of(), endpoints(WEB));
            assertEquals(
                    List.of(
                            "ingress shop/x: rule 1: service shop/web has no TCP port 80; write one"
                                    + " of its ports, here https (443); it gets no requests"),
                    rejections());
        }

        @Test
        void shouldSayWhenTheServiceHasNoPort() {
            put(service("web"));

            assertEquals(List.of(), endpoints(WEB));
            assertTrue(rejections().get(0).endsWith("; add the port to it; it gets no requests"));
        }

        @Test
        void shouldSayWhenTheServiceIsExternal() {
            put(new ServiceModel(ObjectKey.service("shop", "web"), true, List.of(HTTP)));

            assertEquals(List.of(), endpoints(WEB));
            assertTrue(rejections().get(0).contains("ExternalName"));
        }

        @Test
        void shouldSayWhenNoSliceHasThePort() {
            put(service("web", HTTP), slice("web-1", "web", port("", 8080), ready("10.0.0.1")));

            assertEquals(List.of(), endpoints(WEB));
            assertEquals(
                    List.of(
                            "ingress shop/x: rule 1: no endpoint slice of service shop/web has a"
                                    + " port named \"http\"; name the ports of service and slices"
                                    + " alike, here 8080; it gets no requests"),
                    rejections());
        }

        @Test
        void shouldLeaveOutASliceOfNames() {
            put(
                    service("web", HTTP),
                    new SliceModel(
                            ObjectKey.slice("shop", "web-1"),
                            "web",
                            true,
                            List.of(POD_HTTP),
                            List.of()));

            assertEquals(List.of(), endpoints(WEB));
            assertEquals(
                    List.of(
                            "endpointslice shop/web-1: addressType: FQDN is not served; write IPv4"
                                    + " or IPv6; skipped"),
                    rejections());
        }

        @Test
        void shouldBeGoneWhenMended() {
            endpoints(WEB);
            put(service("web", HTTP));

            assertEquals(List.of(), endpoints(WEB));
            assertEquals(List.of(), rejections());
        }
    }

    @Nested
    final class Identity {
        @Test
        void shouldKeepTheObjectsWhenNothingChanges() {
            put(service("web", HTTP), slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            List<Cluster> first = update(WEB);

            List<Cluster> second = update(WEB);

            assertSame(first.get(0), second.get(0));
        }

        @Test
        void shouldKeepTheClusterWhenASliceChangesWithoutEffect() {
            put(service("web", HTTP), slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            Cluster first = update(WEB).get(0);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.1"), notReady("10.0.0.2")));

            assertSame(first, update(WEB).get(0));
        }

        @Test
        void shouldKeepTheEndpointsThatStay() {
            put(service("web", HTTP), slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            Cluster first = update(WEB).get(0);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.0"), ready("10.0.0.1")));

            Cluster second = update(WEB).get(0);

            assertNotSame(first, second);
            assertEquals(first.id(), second.id());
            assertSame(first.endpoint(0), second.endpoint(1));
        }

        @Test
        void shouldKeepEndpointsWhenTheyMoveBetweenSlices() {
            put(service("web", HTTP), slice("a", "web", POD_HTTP, ready("10.0.0.1")));
            Cluster first = update(WEB).get(0);
            model.remove(ObjectKey.slice("shop", "a"));
            put(slice("b", "web", POD_HTTP, ready("10.0.0.1")));

            assertSame(first, update(WEB).get(0));
        }

        @Test
        void shouldGiveTheSameIdsWhateverTheOrderOfObjects() {
            List<ModelObject> objects = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                objects.add(service("s" + i, HTTP));
                objects.add(slice("a" + i, "s" + i, POD_HTTP, ready("10.0." + i + ".1")));
                objects.add(slice("b" + i, "s" + i, POD_HTTP, ready("10.0." + i + ".2")));
            }
            Set<ClusterKey> keys =
                    IntStream.range(0, 30)
                            .mapToObj(i -> key("s" + i, "80"))
                            .collect(Collectors.toCollection(LinkedHashSet::new));
            List<String> first = fresh(objects, keys);
            Collections.shuffle(objects, new Random(1));

            assertEquals(first, fresh(objects, keys));
        }

        private static List<String> fresh(List<ModelObject> objects, Set<ClusterKey> keys) {
            Model model = new Model();
            objects.forEach(model::put);
            List<String> lines = new ArrayList<>();
            for (Cluster cluster :
                    new NamedClusters(new ClusterBook(), model).update(keys, Map.of(), 1, 0)) {
                for (int i = 0; i < cluster.size(); i++) {
                    lines.add(cluster.id() + " " + cluster + " " + cluster.endpoint(i).id());
                }
            }
            return lines;
        }
    }

    @Nested
    final class Ids {
        @Test
        void shouldBeDense() {
            put(
                    service("web", HTTP),
                    slice("s", "web", POD_HTTP, ready("10.0.0.1"), ready("10.0.0.2")));

            List<Cluster> clusters = update(key("none", "80"), WEB);

            assertEquals(List.of(0, 1), clusters.stream().map(Cluster::id).toList());
            assertEquals(List.of(0, 1), endpointIds(clusters.get(1)));
            assertEquals(1, book.id(WEB));
        }

        @Test
        void shouldNotBeReusedBeforeAllCoresHaveSeenAGenerationWithoutThem() {
            put(service("web", HTTP), slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            clusters.update(Set.of(WEB), Map.of(), 1, 0);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.2")));
            Cluster second = clusters.update(Set.of(WEB), Map.of(), 2, 1).get(0);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.3")));
            Cluster third = clusters.update(Set.of(WEB), Map.of(), 3, 1).get(0);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.4")));
            Cluster fourth = clusters.update(Set.of(WEB), Map.of(), 4, 2).get(0);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.5")));
            Cluster fifth = clusters.update(Set.of(WEB), Map.of(), 5, 4).get(0);

            assertEquals(List.of(1), endpointIds(second));
            assertEquals(List.of(2), endpointIds(third));
            assertEquals(List.of(0), endpointIds(fourth));
            assertEquals(List.of(1), endpointIds(fifth));
        }

        @Test
        void shouldNotReuseAClustersIdBeforeItIsUnseen() {
            clusters.update(Set.of(key("a", "80")), Map.of(), 1, 0);
            Cluster b = clusters.update(Set.of(key("b", "80")), Map.of(), 2, 1).get(0);
            Cluster c = clusters.update(Set.of(key("c", "80")), Map.of(), 3, 2).get(0);

            assertEquals(1, b.id());
            assertEquals(0, c.id());
        }

        @Test
        void shouldMakeANewEndpointWhenAnAddressComesBack() {
            put(service("web", HTTP), slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            Cluster first = clusters.update(Set.of(WEB), Map.of(), 1, 0).get(0);
            put(slice("s", "web", POD_HTTP, notReady("10.0.0.1")));
            clusters.update(Set.of(WEB), Map.of(), 2, 1);
            put(slice("s", "web", POD_HTTP, ready("10.0.0.1")));
            Cluster third = clusters.update(Set.of(WEB), Map.of(), 3, 1).get(0);

            assertNotSame(first.endpoint(0), third.endpoint(0));
            assertNotEquals(first.endpoint(0).id(), third.endpoint(0).id());
        }

        @Test
        void shouldStayUniqueAndBoundedWhenEverythingChurns() {
            Random random = new Random(3);
            put(service("a", HTTP), service("b", HTTP), service("c", HTTP));
            for (int gen = 1; gen < 2_000; gen++) {
                String name = List.of("a", "b", "c").get(random.nextInt(3));
                EndpointModel[] pods =
                        random.ints(random.nextInt(6), 1, 20)
                                .distinct()
                                .mapToObj(i -> ready("10.0.0." + i))
                                .toArray(EndpointModel[]::new);
                put(slice(name, name, POD_HTTP, pods));
                Set<ClusterKey> keys = new LinkedHashSet<>();
                for (String service : List.of("a", "b", "c")) {
                    if (random.nextInt(4) > 0) {
                        keys.add(key(service, "80"));
                    }
                }
                List<Cluster> all = clusters.update(keys, Map.of(), gen, gen - 3);
                List<Integer> ids = all.stream().flatMap(c -> endpointIds(c).stream()).toList();
                assertEquals(ids.size(), Set.copyOf(ids).size());
                // At most 3 x 5 in force, and as many given back in each of 3 unseen generations.
                assertTrue(ids.stream().allMatch(id -> id < 60), ids::toString);
                assertTrue(all.stream().allMatch(cluster -> cluster.id() < 12));
            }
        }
    }

    private void put(ModelObject... objects) {
        for (ModelObject object : objects) {
            model.put(object);
        }
    }

    private List<String> rejections() {
        return book.rejections().stream().map(Object::toString).toList();
    }

    private List<Cluster> update(ClusterKey... keys) {
        generation++;
        return clusters.update(
                new LinkedHashSet<>(List.of(keys)), Map.of(), generation, generation - 1);
    }

    private List<String> endpoints(ClusterKey key) {
        Cluster cluster = update(key).get(0);
        return IntStream.range(0, cluster.size())
                .mapToObj(i -> cluster.endpoint(i).toString())
                .toList();
    }

    private static List<Integer> endpointIds(Cluster cluster) {
        return IntStream.range(0, cluster.size()).mapToObj(i -> cluster.endpoint(i).id()).toList();
    }

    private static ClusterKey key(String service, String port) {
        return new ClusterKey(Samples.NAMESPACE, service, port);
    }
}
